using System.Text.Json;

namespace Cloison.Cli.Answers.Aggregation;

/// <summary>A number and what it is called.</summary>
internal readonly record struct Figure(string Name, double Value);

internal static class FigureJson
{
    private const int Digits = 6;

    /// <summary>A number that does not exist is left out: JSON has no word for it.</summary>
    public static void WriteFigure(this Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, Math.Round(value, Digits));
    }

    /// <summary>Those that matter, the likeliest first.</summary>
    public static void WriteProbabilities(this Utf8JsonWriter json, string name, IEnumerable<(string Class, double Probability)> all)
    {
        json.WriteStartObject(name);
        foreach (var (of, p) in all.Where(c => c.Probability >= 5e-4).OrderByDescending(c => c.Probability).ThenBy(c => c.Class, StringComparer.Ordinal))
            json.WriteFigure(of, p);
        json.WriteEndObject();
    }
}
