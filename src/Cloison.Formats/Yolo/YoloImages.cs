using Cloison.Formats.Files;

namespace Cloison.Formats.Yolo;

/// <summary>
/// Finds the image of a label file. Ultralytics puts <c>labels/train/a.txt</c> beside <c>images/train/a.jpg</c>, Darknet puts
/// <c>obj_train_data/a.txt</c> beside <c>obj_train_data/a.jpg</c>; lists name images whose files are not there.
/// </summary>
internal sealed class YoloImages
{
    private static readonly string[] Folders = ["images", "labels", "obj_train_data", "obj_valid_data", "obj_test_data"];

    private readonly Dictionary<string, (string Name, SourceFile? File)> byKey = new(StringComparer.Ordinal);

    public void Add(string name, SourceFile file) => byKey.TryAdd(Key(name), (Short(name), file));

    public void AddListed(string path)
    {
        // Lists hold absolute paths of the machine that trained; only what follows the image folder matters.
        if (FileName.TryNormalise(path.TrimStart('/'), out var name, out _))
            byKey.TryAdd(Key(name), (Short(name), null));
    }

    /// <summary>The image's name without the layout's folders; the label's name with <c>.jpg</c> when nothing names it.</summary>
    public string NameFor(SourceFile label) => byKey.TryGetValue(Key(label.Name), out var image) ? image.Name : Key(label.Name) + ".jpg";

    public SourceFile? FileFor(SourceFile label) => byKey.GetValueOrDefault(Key(label.Name)).File;

    private static string Key(string name) => FileName.WithoutExtension(Short(name));

    private static string Short(string name)
    {
        var parts = name.Split('/');
        var last = Array.FindLastIndex(parts, parts.Length - 2, parts.Length - 1, Folders.Contains);
        return string.Join('/', parts[(last + 1)..]);
    }
}
