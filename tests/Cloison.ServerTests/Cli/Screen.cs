using System.Text;

namespace Cloison.ServerTests.Cli;

/// <summary>What was printed so far; may be read while a command is running.</summary>
internal sealed class Screen : TextWriter
{
    private readonly StringBuilder text = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (text)
            text.Append(value);
    }

    public override void Write(string? value)
    {
        lock (text)
            text.Append(value);
    }

    public override void WriteLine(string? value) => Write(value + "\n");

    public override string ToString()
    {
        lock (text)
            return text.ToString();
    }
}
