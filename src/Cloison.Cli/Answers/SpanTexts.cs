namespace Cloison.Cli.Answers;

/// <summary>The texts that spans are of, or how long they are: what the file says of them.</summary>
internal sealed class SpanTexts
{
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> lengths = new(StringComparer.Ordinal);

    public string? TextOf(string task) => texts.GetValueOrDefault(task);

    /// <summary>In the units that the spans count; null where the file does not say it.</summary>
    public int? LengthOf(string task) => lengths.TryGetValue(task, out var length) ? length : null;

    /// <exception cref="InvalidDataException">The task had another text.</exception>
    public void Add(string task, string text, string place)
    {
        if (texts.TryGetValue(task, out var known) && known != text)
            throw Bad.At(place, $"another text for {task} than before");
        texts[task] = text;
        AddLength(task, text.Length, place);
    }

    /// <exception cref="InvalidDataException">The task had another length.</exception>
    public void AddLength(string task, int length, string place)
    {
        if (lengths.TryGetValue(task, out var known) && known != length)
            throw Bad.At(place, $"the text of {task} is {length} long, and was {known} before");
        lengths[task] = length;
    }
}
