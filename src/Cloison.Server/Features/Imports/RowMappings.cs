using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Ontologies;
using Cloison.Formats.Rows;
using RowMapping = Cloison.Contracts.RowMapping;

namespace Cloison.Server.Features.Imports;

/// <summary>Which column of a table becomes what in a project: checked, guessed, and put into the reader's words. Pure.</summary>
internal static class RowMappings
{
    private static readonly string[] Ids = ["id", "externalid", "uuid", "guid", "key", "itemid", "taskid"];
    private static readonly string[] Texts = ["text", "content", "body", "sentence", "document", "review", "comment", "message", "question", "prompt", "response", "description"];
    private static readonly string[] Images = ["image", "file", "filename", "filepath", "path", "img", "picture", "photo"];
    private static readonly string[] Labels = ["label", "labels", "class", "category", "sentiment", "answer", "target", "gold", "groundtruth", "annotation", "prediction"];
    private static readonly string[] ImageExtensions = [".jpg", ".jpeg", ".png", ".webp"];

    public static IReadOnlyList<InputError> Check(RowMapping mapping, Ontology ontology)
    {
        var errors = new List<InputError>();
        foreach (var input in mapping.Inputs.Keys)
            if (ontology.Inputs.All(i => i.Name != input))
                errors.Add(new($"mapping.inputs.{input}", "The ontology has no such input."));
        foreach (var field in mapping.Labels?.Keys ?? [])
            if (ontology.Fields?.Any(f => f.Name == field) is not true)
                errors.Add(new($"mapping.labels.{field}", "The ontology has no such field."));
        return errors;
    }

    /// <summary>A mapping by the columns' names and first cells. Only a proposal: a person sees it before an import.</summary>
    public static RowMapping Guess(Ontology ontology, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var free = columns.Index().Where(c => c.Item.Length > 0).ToList();
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal);
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        // Exact names first, for all of them, so that no guess takes a column that another input is named after.
        foreach (var input in ontology.Inputs)
            Take(inputs, input.Name, c => Plain(c.Item) == Plain(input.Name));
        foreach (var field in ontology.Fields ?? [])
            Take(labels, field.Name, c => Plain(c.Item) == Plain(field.Name));
        string? id = null;
        if (free.FirstOrDefault(c => Ids.Contains(Plain(c.Item)) && Cells(c.Index).Distinct(StringComparer.Ordinal).Count() == rows.Count) is { Item: { } found } idColumn)
        {
            id = found;
            free.Remove(idColumn);
        }

        foreach (var input in ontology.Inputs.Where(i => !inputs.ContainsKey(i.Name)))
            if (input.Kind == InputKind.Image)
                Take(inputs, input.Name, c => Cells(c.Index).Any() && Cells(c.Index).All(IsImageName), c => Images.Contains(Plain(c.Item)));
            else
                Take(inputs, input.Name, c => Texts.Contains(Plain(c.Item)), c => !Labels.Contains(Plain(c.Item)) && free.TrueForAll(o => Length(o.Index) <= Length(c.Index)));
        if (ontology.Fields is [var only] && labels.Count == 0)
            Take(labels, only.Name, c => Labels.Contains(Plain(c.Item)));
        return new(inputs, id, labels.Count == 0 ? null : labels);

        void Take(Dictionary<string, string> into, string name, params ReadOnlySpan<Predicate<(int Index, string Item)>> rules)
        {
            foreach (var rule in rules)
                if (free.Find(rule) is { Item: { } column } match)
                {
                    into[name] = column;
                    free.Remove(match);
                    return;
                }
        }

        IEnumerable<string> Cells(int index) => rows.Select(r => r[index]).Where(c => c.Length > 0);

        double Length(int index) => Cells(index).Select(c => (double)c.Length).DefaultIfEmpty(0).Average();
    }

    /// <summary>The mapping in the reader's words.</summary>
    public static Formats.Rows.RowMapping ToRules(RowMapping mapping, Ontology ontology, ImportedLabels labels)
    {
        var rules = new List<ColumnRule>();
        if (mapping.ExternalId is { } id)
            rules.Add(new(id, ColumnRole.ExternalId));
        foreach (var (input, column) in mapping.Inputs)
            rules.Add(new(column, ontology.Inputs.First(i => i.Name == input).Kind == InputKind.Image ? ColumnRole.File : ColumnRole.Input, input));
        if (labels != ImportedLabels.None)
            foreach (var (name, column) in mapping.Labels ?? new Dictionary<string, string>())
                rules.Add(new(column, labels == ImportedLabels.Gold ? ColumnRole.Gold : ColumnRole.Prediction, name, ValueOf(ontology.Fields!.First(f => f.Name == name))));
        return new(rules);
    }

    private static CellValue ValueOf(Field field) => field switch
    {
        NumberField => CellValue.Number,
        BooleanField => CellValue.Boolean,
        MultiChoiceField => CellValue.List,
        _ => CellValue.Text,
    };

    private static bool IsImageName(string cell) => ImageExtensions.Any(e => cell.EndsWith(e, StringComparison.OrdinalIgnoreCase));

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
