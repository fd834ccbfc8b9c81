namespace Cloison.Formats;

/// <summary>One format, and what can be done with it.</summary>
/// <param name="Id">Stable; what the API and the command line say.</param>
/// <param name="Title">What people read.</param>
/// <param name="FileExtension">Of an exported file, with its dot.</param>
/// <param name="MediaType">Of an exported file.</param>
/// <param name="Holds">What comes back unharmed after an export and an import. The fidelity report of an export says the rest.</param>
/// <param name="Reader">Null when it cannot be imported.</param>
/// <param name="Writer">Null when it cannot be exported.</param>
public sealed record FormatInfo(
    string Id, string Title, string FileExtension, string MediaType, FormatHolds Holds, IDatasetReader? Reader, IDatasetWriter? Writer)
{
    public bool CanImport => Reader is not null;

    public bool CanExport => Writer is not null;
}

[Flags]
public enum FormatHolds
{
    None = 0,
    Boxes = 1,
    Polygons = 2,
    Points = 4,
    Spans = 8,
    Relations = 16,
    Attributes = 32,
    Fields = 64,
    Scores = 128,

    /// <summary>Colours or kinds of classes, not just their names.</summary>
    Ontology = 256,

    /// <summary>Several answers an item, with their authors.</summary>
    Answers = 512,

    /// <summary>Texts and other inputs, not just the name of a file.</summary>
    Data = 1024,
    All = 2047,
}
