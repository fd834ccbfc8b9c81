using Cloison.Inference.Answers;
using Cloison.Inference.Consensus;

namespace Cloison.Inference.Text;

/// <summary>Texts as sequences of words, each word a number.</summary>
/// <remarks>Words are what white space separates. Texts that should be compared without case or punctuation come without.</remarks>
internal sealed class WordTable
{
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly List<string> _words = [];

    public WordTable(AnswerTable<string> texts) => Answers = texts.Select(NumbersOf);

    public AnswerTable<int[]> Answers { get; }

    public string TextOf(IEnumerable<int> words) => string.Join(' ', words.Select(w => _words[w]));

    /// <summary>As <see cref="TextDistance.Words(string, string)"/>.</summary>
    public static double Distance(int[] a, int[] b) => a.Length + b.Length == 0 ? 0 : (double)EditDistance.Count<int>(a, b) / Math.Max(a.Length, b.Length);

    private int[] NumbersOf(string text) => Array.ConvertAll(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), word =>
    {
        if (!_index.TryGetValue(word, out var number))
        {
            _index.Add(word, number = _words.Count);
            _words.Add(word);
        }

        return number;
    });
}
