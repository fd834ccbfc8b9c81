namespace Cloison.ServerTests.Imports;

/// <summary>A hundred photographs with boxes, kept beside the repository because of their size and licence.</summary>
internal static class DetectionData
{
    public static readonly string[] Classes =
    [
        "person", "cat", "boat", "car", "pottedplant", "bicycle", "dog", "bus", "motorbike", "tvmonitor", "train", "bottle", "chair", "aeroplane", "sheep", "bird", "horse",
        "diningtable", "sofa", "cow",
    ];

    /// <summary>The folder; the test is skipped when it is not there.</summary>
    public static string Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "shared", "data", "detection100") is var folder && Directory.Exists(folder))
                return folder;
        Assert.Skip("The detection data are not on this machine.");
        return "";
    }

    public static IEnumerable<string> Images(string folder) => Directory.EnumerateFiles(Path.Combine(folder, "images")).Order(StringComparer.Ordinal);
}
