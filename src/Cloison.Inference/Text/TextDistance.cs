using Cloison.Inference.Consensus;

namespace Cloison.Inference.Text;

/// <summary>How different two texts are, 0 for equal ones. Any other function of two texts, as the distance of their embeddings, will do as well.</summary>
public static class TextDistance
{
    /// <summary>Words to insert, delete and replace, as a share of the longer text.</summary>
    public static double Words(string a, string b) => Words(Split(a), Split(b));

    /// <summary>UTF-16 code units to insert, delete and replace, as a share of the longer text: for writing without spaces.</summary>
    public static double Characters(string a, string b) => EditDistance.Normalised(a, b, int.MaxValue);

    private static double Words(string[] a, string[] b)
    {
        var longest = Math.Max(a.Length, b.Length);
        return longest == 0 ? 0 : (double)EditDistance.Count<string>(a, b) / longest;
    }

    private static string[] Split(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
