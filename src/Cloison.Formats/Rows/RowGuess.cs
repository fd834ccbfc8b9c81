using System.Globalization;

namespace Cloison.Formats.Rows;

/// <summary>What columns seem to be, from their names and first cells. Only a proposal: a person sees it before an import.</summary>
internal static class RowGuess
{
    private static readonly string[] Ids = ["id", "external_id", "externalid", "uuid", "guid", "key", "item_id", "task_id"];
    private static readonly string[] Batches = ["batch", "batch_id", "split", "subset"];
    private static readonly string[] Answers = ["label", "labels", "class", "category", "sentiment", "answer", "target", "gold", "ground_truth", "annotation"];
    private static readonly string[] Predictions = ["prediction", "predicted", "predicted_label", "model_output"];
    private static readonly string[] Files = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff"];

    /// <param name="isText">Whether the cells are all texts (CSV), so that numbers and booleans must be told from their spelling.</param>
    public static RowMapping Mapping(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows, bool isText)
    {
        var rules = new List<ColumnRule>();
        foreach (var (i, column) in columns.Index())
        {
            var cells = rows.Select(r => r[i]).Where(c => c.Length > 0).ToArray();
            var value = isText ? ValueOf(cells) : CellValue.Text;
            var name = column.Trim().ToLowerInvariant().Replace(' ', '_');
            // An id names one row each.
            if (Ids.Contains(name) && rules.TrueForAll(r => r.Role != ColumnRole.ExternalId) && cells.Distinct(StringComparer.Ordinal).Count() == rows.Count)
                rules.Add(new(column, ColumnRole.ExternalId));
            else if (Batches.Contains(name))
                rules.Add(new(column, ColumnRole.Batch));
            else if (Predictions.Contains(name))
                rules.Add(new(column, ColumnRole.Prediction, Value: value));
            else if (Answers.Contains(name))
                rules.Add(new(column, name is "gold" or "ground_truth" ? ColumnRole.Gold : ColumnRole.Annotation, Value: value));
            else if (cells.Length > 0 && cells.All(c => Files.Any(f => c.EndsWith(f, StringComparison.OrdinalIgnoreCase)) && !c.Contains("://", StringComparison.Ordinal)))
                rules.Add(new(column, ColumnRole.File));
            else
                rules.Add(new(column, ColumnRole.Input));
        }

        return new(rules);
    }

    private static CellValue ValueOf(string[] cells) =>
        cells.Length == 0 ? CellValue.Text
        : cells.All(c => c.ToLowerInvariant() is "true" or "false") ? CellValue.Boolean
        : cells.All(c => double.TryParse(c, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) && double.IsFinite(n)) ? CellValue.Number
        : CellValue.Text;
}
