namespace Cloison.Inference.Consensus;

/// <summary>Levenshtein, V. I. (1966): the least number of insertions, deletions and substitutions: of UTF-16 code units, or of words that were given numbers.</summary>
internal static class EditDistance
{
    /// <summary>As a share of the longer text, 0 to 1; 0 for two empty ones.</summary>
    public static double Normalised(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int maxLength)
    {
        a = a[..Math.Min(a.Length, maxLength)];
        b = b[..Math.Min(b.Length, maxLength)];
        var longest = Math.Max(a.Length, b.Length);
        return longest == 0 ? 0 : (double)Count(a, b) / longest;
    }

    public static int Count<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : IEquatable<T>
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = diagonal + (a[i - 1].Equals(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
