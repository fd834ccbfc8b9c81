using System.Text.Json.Nodes;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Formats.Dataset;

namespace Cloison.Formats.Rows;

/// <summary>
/// The flat table that CSV and JSON rows are written as: external id, batch, every input, every form field. A field with the name of
/// another column becomes <c>answer.NAME</c>. <see cref="Mapping"/> reads such a table back.
/// </summary>
public sealed class RowLayout
{
    public const string ExternalId = "external_id";
    public const string Batch = "batch";
    public const string ListSeparator = "|";

    private readonly List<(string Column, string Input)> inputs = [];
    private readonly List<(string Column, Field Field)> fields = [];

    public RowLayout(Ontology ontology)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { ExternalId, Batch };
        foreach (var input in ontology.Inputs)
            inputs.Add((Take(taken, input.Name, "input."), input.Name));
        foreach (var field in ontology.Fields ?? [])
            fields.Add((Take(taken, field.Name, "answer."), field));
        Columns = [ExternalId, Batch, .. inputs.Select(i => i.Column), .. fields.Select(f => f.Column)];
        HasFiles = [.. ontology.Inputs.Where(i => i.Kind == InputKind.Image).Select(i => i.Name)];
    }

    public IReadOnlyList<string> Columns { get; }

    private HashSet<string> HasFiles { get; }

    /// <summary>How to read a table of this layout back, with its answers as the given role.</summary>
    public RowMapping Mapping(ColumnRole answers = ColumnRole.Annotation) => new(
    [
        new(ExternalId, ColumnRole.ExternalId),
        new(Batch, ColumnRole.Batch),
        .. inputs.Select(i => new ColumnRule(i.Column, HasFiles.Contains(i.Input) ? ColumnRole.File : ColumnRole.Input, i.Input)),
        .. fields.Select(f => new ColumnRule(f.Column, answers, f.Field.Name, ValueOf(f.Field), ListSeparator)),
    ]);

    /// <summary>The cells of one item in the order of <see cref="Columns"/>: JSON values, or null where there is none.</summary>
    internal JsonNode?[] Cells(DatasetItem item, ExportOptions options, FidelityCount fidelity)
    {
        fidelity.CurrentItem = item.ExternalId ?? item.Id ?? "";
        var answer = AnswerChoice.Choose(item, options, fidelity);
        if (answer is not null)
        {
            AnswerChoice.LoseAnswerFacts(answer, fidelity);
            AnswerChoice.LoseRelations(answer.Content, fidelity);
            fidelity.Lose("region", "The table has one cell a form field, and no place for regions.", answer.Content.Regions?.Count ?? 0);
        }

        var cells = new JsonNode?[Columns.Count];
        (cells[0], cells[1]) = (item.ExternalId, item.Batch);
        var at = 2;
        foreach (var (_, input) in inputs)
            cells[at++] = MediaFile.Read(input, item.Data.Json[input]) is { } file ? JsonValue.Create(file.Name) : item.Data.Json[input]?.DeepClone();
        var values = answer?.Content.Values ?? new Dictionary<string, FieldValue>();
        foreach (var (_, field) in fields)
            cells[at++] = values.GetValueOrDefault(field.Name) is { } value ? Node(value, fidelity) : null;
        fidelity.Lose("item.data", "An entry of the data is not an input of the ontology.", item.Data.Json.Count(d => inputs.TrueForAll(i => i.Input != d.Key)));
        fidelity.Lose("field", "An answer is not to a field of the ontology.", values.Keys.Count(k => fields.TrueForAll(f => f.Field.Name != k)));
        fidelity.Wrote(0);
        return cells;
    }

    private static JsonNode? Node(FieldValue value, FidelityCount fidelity)
    {
        if (value is NumberValue { Number: var number } && !double.IsFinite(number))
        {
            fidelity.Lose("field", "An answer is a number that is not finite.");
            return null;
        }

        return value switch
        {
            TextValue text => text.Text,
            NumberValue n => n.Number,
            BooleanValue boolean => boolean.Truth,
            ListValue list => new JsonArray([.. list.Items.Select(i => (JsonNode?)JsonValue.Create(i))]),
            _ => null,
        };
    }

    private static CellValue ValueOf(Field field) => field switch
    {
        NumberField => CellValue.Number,
        BooleanField => CellValue.Boolean,
        MultiChoiceField => CellValue.List,
        _ => CellValue.Text,
    };

    private static string Take(HashSet<string> taken, string name, string prefix)
    {
        var free = name;
        for (var n = 1; !taken.Add(free); n++)
            free = n == 1 ? prefix + name : $"{prefix}{name}_{n}";
        return free;
    }
}
