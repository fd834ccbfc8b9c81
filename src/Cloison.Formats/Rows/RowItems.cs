using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Formats.Input;

namespace Cloison.Formats.Rows;

/// <summary>Makes items of rows by a mapping.</summary>
internal sealed class RowItems
{
    private readonly RowMapping mapping;
    private readonly OntologyBuilder ontology;
    private readonly ImportOptions options;

    public RowItems(RowMapping mapping, OntologyBuilder ontology, ImportOptions options)
    {
        (this.mapping, this.ontology, this.options) = (mapping, ontology, options);
        foreach (var rule in mapping.Columns)
            if (rule.Role is ColumnRole.Input or ColumnRole.File)
                ontology.AddInput(rule.Name, rule.Role == ColumnRole.File ? InputKind.Image : InputKind.Text);
    }

    /// <summary>The first column of the mapping that the table does not have, or null.</summary>
    public string? MissingColumns(IEnumerable<string> columns) => mapping.Columns.Select(r => r.Column).Except(columns, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>An item of cells of text.</summary>
    public DatasetEntry Read(Func<string, string> cellOf, string place) => Read(
        place,
        rule => cellOf(rule.Column) is { Length: > 0 } text ? text : null,
        rule => cellOf(rule.Column) is var text && (text.Length > 0 || rule.Role == ColumnRole.Input) ? JsonValue.Create(text) : null,
        rule => cellOf(rule.Column) is { Length: > 0 } text ? ReadCell(rule, text) : null);

    /// <summary>An item of a JSON object.</summary>
    public DatasetEntry Read(JsonElement row, string place)
    {
        if (row.ValueKind != JsonValueKind.Object)
            return new Refusal(place, "A row is a JSON object.");
        return Read(
            place,
            rule => row.Member(rule.Column) is not { } member ? null
                : member.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? throw new InputException($"'{rule.Column}' is not a text or a number.")
                : ((JsonElement?)member).Text() ?? member.GetRawText(),
            rule => row.Member(rule.Column) is { } member ? Node(member) : null,
            rule => row.Member(rule.Column) is not { } member ? null
                : JsonFacts.Value(member) ?? throw new InputException($"'{rule.Column}' is neither a text, a number, a boolean nor a list of texts."));
    }

    private static JsonNode? Node(JsonElement member)
    {
        var node = JsonNode.Parse(member.GetRawText());
        JsonFacts.Materialise(node);
        return node;
    }

    private DatasetEntry Read(string place, Func<ColumnRule, string?> textOf, Func<ColumnRule, JsonNode?> nodeOf, Func<ColumnRule, FieldValue?> valueOf)
    {
        try
        {
            var data = new JsonObject();
            string? externalId = null, batch = null;
            var answers = new SortedDictionary<AnswerKind, Dictionary<string, FieldValue>>();
            foreach (var rule in mapping.Columns)
                switch (rule.Role)
                {
                    case ColumnRole.ExternalId: externalId = textOf(rule); break;
                    case ColumnRole.Batch: batch = textOf(rule); break;
                    case ColumnRole.Input:
                        if (nodeOf(rule) is { } node)
                            data[rule.Name] = node;
                        break;
                    case ColumnRole.File:
                        if (textOf(rule) is { } raw)
                            data[rule.Name] = MediaFile.Entry(FileName.TryNormalise(raw, out var name, out var reason) ? name : throw new InputException(reason));
                        break;
                    default:
                        if (valueOf(rule) is { } value)
                            Values(answers, KindOf(rule.Role))[rule.Name] = value;
                        break;
                }

            var item = new DatasetItem(
                new(data), [.. answers.Select(a => new LabelledAnswer(a.Key, new(Values: a.Value), options.Author))], externalId, batch);
            foreach (var answer in item.Answers!)
                ontology.Observe(answer.Content);
            return new ReadItem(item, place);
        }
        catch (InputException e)
        {
            return new Refusal(place, e.Message);
        }
        catch (JsonException)
        {
            return new Refusal(place, "A value is nested too deeply.");
        }
    }

    private static AnswerKind KindOf(ColumnRole role) => role switch
    {
        ColumnRole.Gold => AnswerKind.Gold,
        ColumnRole.Prediction => AnswerKind.Prediction,
        _ => AnswerKind.Annotation,
    };

    private static Dictionary<string, FieldValue> Values(SortedDictionary<AnswerKind, Dictionary<string, FieldValue>> answers, AnswerKind kind)
    {
        if (!answers.TryGetValue(kind, out var values))
            answers[kind] = values = new(StringComparer.Ordinal);
        return values;
    }

    private static FieldValue ReadCell(ColumnRule rule, string text) => rule.Value switch
    {
        CellValue.Number => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number : throw new InputException($"'{rule.Column}' is not a number."),
        CellValue.Boolean => text.Trim().ToLowerInvariant() switch
        {
            "true" or "yes" or "1" => true,
            "false" or "no" or "0" => false,
            _ => throw new InputException($"'{rule.Column}' is neither true nor false."),
        },
        CellValue.List => new ListValue([.. text.Split(rule.Separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)]),
        _ => text,
    };
}
