using System.Text;
using System.Text.Json;

namespace Cloison.Cli.Answers.Aggregation;

/// <summary>A result as JSON Lines, or as one report.</summary>
internal static class AggregationWriter
{
    /// <summary>A line for each task, or item.</summary>
    public static void WriteLines(TextWriter to, int lines, Action<Utf8JsonWriter, int> writeLine)
    {
        using var buffer = new MemoryStream();
        for (var n = 0; n < lines; n++)
        {
            buffer.SetLength(0);
            using (var json = new Utf8JsonWriter(buffer))
                WriteObject(json, n, writeLine);
            to.Write(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
            to.Write('\n');
        }
    }

    /// <summary>An object, indented.</summary>
    public static void WriteReport(TextWriter to, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        to.Write(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
        to.Write('\n');
    }

    public static void WriteReport(TextWriter to, AggregatedAnswers result, GoldMeasure? gold) => WriteReport(to, json =>
    {
        json.WriteString("method", result.Method);
        json.WriteNumber("answers", result.Answers);
        json.WriteNumber("tasks", result.Tasks);
        json.WriteNumber("annotators", result.Annotators.Count);
        json.WriteNumber("iterations", result.Convergence.Iterations);
        json.WriteBoolean("converged", result.Convergence.IsConverged);
        if (gold is not null)
        {
            json.WriteStartObject("gold");
            json.WriteNumber("tasks", gold.Tasks);
            foreach (var (name, value) in gold.Figures)
                json.WriteFigure(name, value);
            json.WriteEndObject();
        }

        WriteNotes(json, result.Notes);
        json.WriteStartArray("annotatorSkills");
        for (var a = 0; a < result.Annotators.Count; a++)
        {
            json.WriteStartObject();
            json.WriteString("annotator", result.Annotators[a]);
            json.WriteNumber("answers", result.AnswersOf(a));
            foreach (var (name, value) in result.SkillOf(a))
                json.WriteFigure(name, value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("results");
        for (var n = 0; n < result.Lines; n++)
            WriteObject(json, n, result.WriteLine);
        json.WriteEndArray();
    });

    public static void WriteNotes(Utf8JsonWriter json, IEnumerable<string> notes)
    {
        json.WriteStartArray("notes");
        foreach (var note in notes)
            json.WriteStringValue(note);
        json.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter json, int line, Action<Utf8JsonWriter, int> write)
    {
        json.WriteStartObject();
        write(json, line);
        json.WriteEndObject();
    }
}
