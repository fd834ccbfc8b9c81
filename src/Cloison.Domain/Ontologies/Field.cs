using System.Text.Json.Serialization;
using Cloison.Domain.Annotations;

namespace Cloison.Domain.Ontologies;

/// <summary>A question with a typed answer: an attribute of a class, or a field of the form.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ChoiceField), "choice")]
[JsonDerivedType(typeof(MultiChoiceField), "multi_choice")]
[JsonDerivedType(typeof(NumberField), "number")]
[JsonDerivedType(typeof(TextField), "text")]
[JsonDerivedType(typeof(BooleanField), "boolean")]
public abstract record Field
{
    private protected Field()
    {
    }

    /// <summary>Unique among its siblings; what annotations and exports say.</summary>
    public required string Name { get; init; }

    /// <summary>What people read; the name when absent.</summary>
    public string? Title { get; init; }

    public string? Hint { get; init; }

    /// <summary>Whether an answer is demanded. Never demanded while hidden.</summary>
    public bool Required { get; init; }

    /// <summary>When present, the field is asked only while the condition holds.</summary>
    public Condition? ShowWhen { get; init; }

    /// <summary>What is wrong with this answer, or null.</summary>
    public abstract string? Check(FieldValue answer);
}

/// <summary>Holds while the sibling field <paramref name="Field"/> has one of the answers (a boolean is "true" or "false").</summary>
public sealed record Condition(string Field, IReadOnlyList<string> AnyOf)
{
    public bool Holds(FieldValue? answer) => answer switch
    {
        TextValue text => AnyOf.Contains(text.Text),
        BooleanValue boolean => AnyOf.Contains(boolean.Truth ? "true" : "false"),
        ListValue list => list.Items.Any(AnyOf.Contains),
        NumberValue number => AnyOf.Contains(number.Number.ToString()),
        _ => false,
    };
}

public sealed record Option(string Value, string? Title = null, string? Hotkey = null);

public sealed record ChoiceField : Field
{
    public required IReadOnlyList<Option> Options { get; init; }

    public override string? Check(FieldValue answer) => answer switch
    {
        not TextValue => "One option is expected, as a string.",
        TextValue text when !Options.Any(o => o.Value == text.Text) => "This is not one of the options.",
        _ => null,
    };
}

public sealed record MultiChoiceField : Field
{
    public required IReadOnlyList<Option> Options { get; init; }

    public override string? Check(FieldValue answer) => answer switch
    {
        not ListValue => "A list of options is expected.",
        ListValue list when list.Items.Distinct(StringComparer.Ordinal).Count() != list.Items.Count => "An option is named twice.",
        ListValue list when !list.Items.All(item => Options.Any(o => o.Value == item)) => "One of these is not among the options.",
        _ => null,
    };
}

public sealed record NumberField : Field
{
    public double? Min { get; init; }

    public double? Max { get; init; }

    public double? Step { get; init; }

    public override string? Check(FieldValue answer) => answer switch
    {
        not NumberValue => "A number is expected.",
        NumberValue n when !double.IsFinite(n.Number) => "A finite number is expected.",
        NumberValue n when n.Number < Min => $"The least is {Min}.",
        NumberValue n when n.Number > Max => $"The most is {Max}.",
        _ => null,
    };
}

public sealed record TextField : Field
{
    /// <summary>UTF-16 code units.</summary>
    public int? MinLength { get; init; }

    /// <summary>UTF-16 code units.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Shown as a tall box.</summary>
    public bool Multiline { get; init; }

    public override string? Check(FieldValue answer) => answer switch
    {
        not TextValue => "A text is expected.",
        TextValue t when t.Text.Length < MinLength => $"At least {MinLength} characters are expected.",
        TextValue t when t.Text.Length > MaxLength => $"At most {MaxLength} characters are allowed.",
        _ => null,
    };
}

public sealed record BooleanField : Field
{
    public override string? Check(FieldValue answer) => answer is BooleanValue ? null : "True or false is expected.";
}
