namespace Cloison.Formats.Rows;

/// <summary>What the columns of a table, or the members of a JSON object, become. Columns without a rule are left out.</summary>
public sealed record RowMapping(IReadOnlyList<ColumnRule> Columns);

/// <param name="Column">The column's name in the header; columns without header are <c>column1</c>, <c>column2</c>, …</param>
/// <param name="Role">What its cells are.</param>
/// <param name="Target">The name of the input or field that it becomes; the column's name when null.</param>
/// <param name="Value">How the text of a cell is read, for answers. JSON values keep their own kind.</param>
/// <param name="Separator">Between the items of a list cell.</param>
public sealed record ColumnRule(string Column, ColumnRole Role, string? Target = null, CellValue Value = CellValue.Text, string Separator = "|")
{
    public string Name => Target ?? Column;
}

public enum ColumnRole
{
    /// <summary>An input that people see.</summary>
    Input,

    /// <summary>The name of a media file that people see; becomes <c>{"file":…}</c>.</summary>
    File,

    ExternalId,

    Batch,

    /// <summary>A person's answer to a form field.</summary>
    Annotation,

    /// <summary>The known right answer to a form field.</summary>
    Gold,

    /// <summary>A model's answer to a form field.</summary>
    Prediction,
}

/// <summary>How the text of a cell is read.</summary>
public enum CellValue
{
    Text,
    Number,

    /// <summary>true, yes, 1 and false, no, 0; capitals do not count.</summary>
    Boolean,

    /// <summary>Several texts, with the rule's separator between.</summary>
    List,
}
