using Cloison.Contracts;
using Cloison.Formats;

namespace Cloison.Server.Features.Exports;

/// <summary>What the formats mean for an export of a project.</summary>
internal static class ExportFormats
{
    /// <summary>The folder that a format's readers look for images in; null: the format has no place for files.</summary>
    public static string? MediaFolder(FormatInfo format) => format.Id switch
    {
        "voc" => "JPEGImages/",
        "yolo" or "cvat" => "images/",
        _ => null,
    };

    public static string ExtensionOf(FormatInfo format, bool includeMedia) => includeMedia ? ".zip" : format.FileExtension;

    public static string MediaTypeOf(FormatInfo format, bool includeMedia) => includeMedia ? "application/zip" : format.MediaType;

    public static IReadOnlyList<FormatSummary> Summaries { get; } =
        [.. FormatCatalog.All.Select(f => new FormatSummary(f.Id, f.Title, f.FileExtension, f.CanImport, f.CanExport, MediaFolder(f) is not null))];
}
