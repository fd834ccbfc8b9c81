using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Formats.Input;
using Cloison.Formats.Rows;

namespace Cloison.Formats;

/// <summary>How files are read.</summary>
public sealed record ImportOptions
{
    public static readonly ImportOptions Default = new();

    /// <summary>The entry of a task's data that an image becomes.</summary>
    public string ImageInput { get; init; } = "image";

    /// <summary>The entry of a task's data that a text becomes (CoNLL).</summary>
    public string TextInput { get; init; } = "text";

    /// <summary>What labels count as when the format does not say. Labels that carry a score are predictions.</summary>
    public AnswerKind Kind { get; init; } = AnswerKind.Annotation;

    /// <summary>Who gave the labels, when the format does not say.</summary>
    public string? Author { get; init; }

    /// <summary>For rows (CSV, JSON): what each column becomes; guessed from the first rows when null.</summary>
    public RowMapping? Rows { get; init; }

    /// <summary>
    /// Gives the size of an image by its name, for formats with relative coordinates (YOLO). When null, or when it answers null,
    /// the image is looked for among the files.
    /// </summary>
    public Func<string, CancellationToken, ValueTask<ImageSize?>>? SizeOf { get; init; }

    public InputLimits Limits { get; init; } = InputLimits.Default;
}
