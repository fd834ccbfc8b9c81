using System.Text.RegularExpressions;
using Cloison.Domain.Annotations;

namespace Cloison.Domain.Ontologies;

/// <summary>What makes an ontology sound. Pure: the same rules run in the server, the CLI and the tests.</summary>
public static partial class OntologyRules
{
    public const int MaxClasses = 2_000;
    public const int MaxFields = 200;
    public const int MaxNameLength = 200;

    /// <summary>Everything wrong with an ontology, each with its place; empty when it is sound.</summary>
    public static IReadOnlyList<InputError> Check(Ontology ontology)
    {
        var errors = new List<InputError>();
        CheckInputs(ontology, errors);
        CheckClasses(ontology, errors);
        CheckRelations(ontology, errors);
        CheckFields(ontology.Fields, "fields", errors);
        if (ontology.Editor == Editor.Form && ontology.Fields is null or { Count: 0 })
            errors.Add(new("fields", "A form needs at least one field."));
        if (ontology.Editor != Editor.Form && ontology.Classes is null or { Count: 0 } && ontology.Fields is null or { Count: 0 })
            errors.Add(new("classes", "There is nothing to answer: add a class or a field."));
        return errors;
    }

    [GeneratedRegex("^#[0-9a-fA-F]{6}$", RegexOptions.None, 100)]
    private static partial Regex Colour { get; }

    private static void CheckInputs(Ontology ontology, List<InputError> errors)
    {
        if (ontology.Inputs.Count is 0 or > 20)
            errors.Add(new("inputs", "An ontology shows 1 to 20 inputs."));
        CheckNames(ontology.Inputs.Select(i => i.Name), "inputs", errors);
        var wanted = ontology.Editor switch { Editor.Image => InputKind.Image, Editor.Text => InputKind.Text, _ => (InputKind?)null };
        if (wanted is { } kind && ontology.Inputs.All(i => i.Kind != kind))
            errors.Add(new("inputs", $"The {ontology.Editor} editor needs an input of kind {kind}.".ToLowerInvariant()));
    }

    private static void CheckClasses(Ontology ontology, List<InputError> errors)
    {
        if (ontology.Classes is not { } classes)
            return;
        if (classes.Count > MaxClasses)
            errors.Add(new("classes", $"At most {MaxClasses} classes."));
        CheckNames(classes.Select(c => c.Name), "classes", errors);
        CheckHotkeys(classes.Select(c => c.Hotkey), "classes", errors);
        var parents = classes.GroupBy(c => c.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Parent, StringComparer.Ordinal);
        for (var i = 0; i < classes.Count; i++)
        {
            var (c, place) = (classes[i], $"classes[{i}]");
            if (!Colour.IsMatch(c.Color))
                errors.Add(new($"{place}.color", "A colour is written #rrggbb."));
            if (c.Shapes.Count == 0)
                errors.Add(new($"{place}.shapes", "A class needs at least one kind of shape."));
            if (c.Shapes.Any(s => s == ShapeKind.Span != (ontology.Editor == Editor.Text)))
                errors.Add(new($"{place}.shapes", "Spans belong to the text editor; boxes, polygons and points to the image editor."));
            if (c.Parent is not null && !parents.ContainsKey(c.Parent))
                errors.Add(new($"{place}.parent", "There is no class of this name."));
            else if (IsItsOwnAncestor(c.Name, parents))
                errors.Add(new($"{place}.parent", "The class is its own ancestor."));
            CheckFields(c.Attributes, $"{place}.attributes", errors);
        }
    }

    private static bool IsItsOwnAncestor(string name, Dictionary<string, string?> parents)
    {
        var at = parents.GetValueOrDefault(name);
        for (var steps = 0; at is not null; steps++, at = parents.GetValueOrDefault(at))
            if (at == name || steps > parents.Count)
                return true;
        return false;
    }

    private static void CheckRelations(Ontology ontology, List<InputError> errors)
    {
        if (ontology.Relations is not { } relations)
            return;
        CheckNames(relations.Select(r => r.Name), "relations", errors);
        var classes = (ontology.Classes ?? []).Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < relations.Count; i++)
        {
            if (!Colour.IsMatch(relations[i].Color))
                errors.Add(new($"relations[{i}].color", "A colour is written #rrggbb."));
            foreach (var (end, names) in new[] { ("from", relations[i].From), ("to", relations[i].To) })
                if (names?.FirstOrDefault(n => !classes.Contains(n)) is { } unknown)
                    errors.Add(new($"relations[{i}].{end}", $"There is no class '{unknown}'."));
        }
    }

    private static void CheckFields(IReadOnlyList<Field>? fields, string place, List<InputError> errors)
    {
        if (fields is null)
            return;
        if (fields.Count > MaxFields)
            errors.Add(new(place, $"At most {MaxFields} fields."));
        CheckNames(fields.Select(f => f.Name), place, errors);
        var earlier = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < fields.Count; i++)
        {
            var at = $"{place}[{i}]";
            // Only earlier fields: that rules out circles, and a form is answered from the top down.
            if (fields[i].ShowWhen is { } when && !earlier.Contains(when.Field))
                errors.Add(new($"{at}.showWhen.field", "The condition must name a field further up."));
            earlier.Add(fields[i].Name);
            switch (fields[i])
            {
                case ChoiceField f: CheckOptions(f.Options, at, errors); break;
                case MultiChoiceField f: CheckOptions(f.Options, at, errors); break;
                case NumberField { Min: { } min } when !double.IsFinite(min): errors.Add(new($"{at}.min", "A finite number is expected.")); break;
                case NumberField { Max: { } max } when !double.IsFinite(max): errors.Add(new($"{at}.max", "A finite number is expected.")); break;
                case NumberField { Step: { } step } when !double.IsFinite(step): errors.Add(new($"{at}.step", "A finite number is expected.")); break;
                case NumberField f when f.Min > f.Max: errors.Add(new($"{at}.max", "The most is less than the least.")); break;
                case NumberField f when f.Step <= 0: errors.Add(new($"{at}.step", "A step is more than zero.")); break;
                case TextField f when f.MinLength > f.MaxLength: errors.Add(new($"{at}.maxLength", "The greatest length is less than the least.")); break;
            }
        }
    }

    private static void CheckOptions(IReadOnlyList<Option> options, string place, List<InputError> errors)
    {
        if (options.Count == 0)
            errors.Add(new($"{place}.options", "A choice needs at least one option."));
        CheckNames(options.Select(o => o.Value), $"{place}.options", errors);
        CheckHotkeys(options.Select(o => o.Hotkey), $"{place}.options", errors);
    }

    private static void CheckNames(IEnumerable<string> names, string place, List<InputError> errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, name) in names.Index())
            if (string.IsNullOrWhiteSpace(name) || name.Length > MaxNameLength)
                errors.Add(new($"{place}[{i}]", $"A name has 1 to {MaxNameLength} characters."));
            else if (!seen.Add(name))
                errors.Add(new($"{place}[{i}]", $"'{name}' is there twice."));
    }

    private static void CheckHotkeys(IEnumerable<string?> hotkeys, string place, List<InputError> errors)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (i, key) in hotkeys.Index())
            if (key is not null && (key.Length != 1 || !char.IsAsciiLetterOrDigit(key[0])))
                errors.Add(new($"{place}[{i}].hotkey", "A hotkey is one letter or digit."));
            else if (key is not null && !seen.Add(key))
                errors.Add(new($"{place}[{i}].hotkey", $"The hotkey '{key}' is taken."));
    }
}
