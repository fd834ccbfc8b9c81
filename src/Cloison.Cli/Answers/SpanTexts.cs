using Cloison.Domain.Annotations;

namespace Cloison.Cli.Answers;

/// <summary>The texts that spans are of, or how long they are: what the file says of them.</summary>
internal sealed class SpanTexts
{
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> lengths = new(StringComparer.Ordinal);

    private readonly Dictionary<string, int> furthest = new(StringComparer.Ordinal);

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
        CheckEnd(task, place);
    }

    /// <summary>Makes an answer's spans known.</summary>
    /// <exception cref="InvalidDataException">One ends after the text.</exception>
    public void AddSpans(string task, IReadOnlyList<Region> spans, string place)
    {
        foreach (var region in spans)
            furthest[task] = Math.Max(furthest.GetValueOrDefault(task), ((Span)region.Shape).End);
        CheckEnd(task, place);
    }

    private void CheckEnd(string task, string place)
    {
        if (LengthOf(task) is { } length && furthest.GetValueOrDefault(task) is var end && end > length)
            throw Bad.At(place, $"a span ends at {end}, and the text of {task} at {length}");
    }
}
