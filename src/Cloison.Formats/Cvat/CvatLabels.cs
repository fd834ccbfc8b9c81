using System.Xml.Linq;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Formats.Dataset;
using Cloison.Formats.Xml;

namespace Cloison.Formats.Cvat;

/// <summary>
/// CVAT's <c>&lt;labels&gt;</c> and what becomes of them here. A label of type <c>tag</c> is about the whole image, so it is part of the form:
/// with one attribute named <c>value</c> it is a field of its own, any other is an option of the field <c>tags</c>, and its
/// attributes are fields <c>label.attribute</c>.
/// </summary>
internal sealed class CvatLabels
{
    public const string Tags = "tags";
    public const string Value = "value";

    private readonly Dictionary<string, IReadOnlyList<Field>> attributes = new(StringComparer.Ordinal);
    private readonly HashSet<string> fieldLabels = new(StringComparer.Ordinal);

    /// <summary>Reads the labels of a <c>&lt;meta&gt;</c>, whichever of task, project or job they stand in.</summary>
    public void Read(XElement meta, OntologyBuilder ontology)
    {
        var tags = new List<Option>();
        var tagFields = new List<Field>();
        foreach (var label in meta.Descendants("labels").Take(1).SelectMany(l => l.Elements("label")))
        {
            var name = label.Element("name")?.Value.Trim();
            if (ImageItems.CheckClass(name) is not null)
                continue;
            var fields = label.Element("attributes")?.Elements("attribute").Select(ReadAttribute).OfType<Field>().DistinctBy(f => f.Name).ToArray() ?? [];
            attributes[name!] = fields;
            var type = label.Element("type")?.Value.Trim();
            if (type != "tag")
                ontology.AddClass(name!, label.Element("color")?.Value.Trim(), shapes: ShapesOf(type), attributes: fields);
            else if (fields is [{ Name: Value } field])
            {
                fieldLabels.Add(name!);
                ontology.AddField(Rename(field, name!, null));
            }
            else
            {
                tags.Add(new(name!));
                tagFields.AddRange(fields.Select(f => Rename(f, $"{name}.{f.Name}", new Condition(Tags, [name!]))));
            }
        }

        if (tags.Count > 0)
            ontology.AddField(new MultiChoiceField { Name = Tags, Options = tags });
        foreach (var field in tagFields)
            ontology.AddField(field);
    }

    /// <summary>Whether a tag with this label is a form field of its own.</summary>
    public bool IsField(string label) => fieldLabels.Contains(label);

    /// <summary>The answer in the text of an attribute, by the kind that the label states.</summary>
    /// <returns>Null when the text is no answer to it.</returns>
    public FieldValue? ReadValue(string label, string attribute, string text) =>
        attributes.GetValueOrDefault(label)?.FirstOrDefault(f => f.Name == attribute) switch
        {
            BooleanField => text is "true" or "True" or "1" ? true : text is "false" or "False" or "0" ? false : null,
            NumberField => XmlAttributes.Number(text) is { } number && double.IsFinite(number) ? number : null,
            null => XmlAttributes.Guess(text),
            _ => text,
        };

    private static ShapeKind[]? ShapesOf(string? type) => type switch
    {
        "rectangle" => [ShapeKind.Box],
        "polygon" => [ShapeKind.Polygon],
        "points" => [ShapeKind.Point],
        _ => null,
    };

    private static Field? ReadAttribute(XElement element)
    {
        if (element.Element("name")?.Value.Trim() is not { Length: > 0 } name)
            return null;
        var values = (element.Element("values")?.Value ?? "").Split('\n').Select(v => v.Trim('\r')).ToArray();
        switch (element.Element("input_type")?.Value.Trim())
        {
            case "checkbox": return new BooleanField { Name = name };
            case "number":
                var limits = values.Select(XmlAttributes.Number).ToArray();
                return limits is [{ } min, { } max, { } step] ? new NumberField { Name = name, Min = min, Max = max, Step = step } : new NumberField { Name = name };
            case "select" or "radio" when values.Any(v => v.Length > 0):
                return new ChoiceField { Name = name, Options = [.. values.Where(v => v.Length > 0).Distinct(StringComparer.Ordinal).Select(v => new Option(v))] };
            default: return new TextField { Name = name };
        }
    }

    private static Field Rename(Field field, string name, Condition? when) => field switch
    {
        ChoiceField f => new ChoiceField { Name = name, Options = f.Options, ShowWhen = when },
        NumberField f => new NumberField { Name = name, Min = f.Min, Max = f.Max, Step = f.Step, ShowWhen = when },
        BooleanField => new BooleanField { Name = name, ShowWhen = when },
        _ => new TextField { Name = name, ShowWhen = when },
    };
}
