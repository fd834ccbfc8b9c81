using System.Text;

namespace Cloison.Benchmarks.TruthOther.Data;

/// <summary>Word error rate, after lower-casing and dropping punctuation.</summary>
internal static class WordErrors
{
    public static string Normalise(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var c in text.ToLowerInvariant())
            if (!char.IsPunctuation(c))
                kept.Append(char.IsWhiteSpace(c) ? ' ' : c);
        return string.Join(' ', kept.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <returns>Words to insert, delete and replace, and the words of the truth.</returns>
    public static (int Errors, int Words) Count(string said, string truth)
    {
        string[] a = said.Split(' ', StringSplitOptions.RemoveEmptyEntries), b = truth.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return (row[b.Length], b.Length);
    }
}
