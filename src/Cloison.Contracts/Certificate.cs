using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cloison.Contracts;

/// <summary>
/// What the host certifies with a signed note: a text, a line a fact. It names customers by their code names and people by pseudonyms; only an ownership statement has names,
/// which are the owners', and only a certificate of acceptance has content.
/// </summary>
public abstract record Certificate
{
    /// <summary>The note's text; ends with a line end.</summary>
    public abstract string ToText();

    /// <summary>Reads exactly what <see cref="ToText"/> writes, of whichever kind.</summary>
    /// <exception cref="FormatException">The text is no certificate of a version that is known.</exception>
    public static Certificate Parse(string text) => text.Split('\n', 2)[0] switch
    {
        ScreeningCertificate.Title => ScreeningCertificate.Parse(text),
        EndOfScreenNotice.Title => EndOfScreenNotice.Parse(text),
        OwnershipStatement.Title => OwnershipStatement.Parse(text),
        AcceptanceCertificate.Title => AcceptanceCertificate.Parse(text),
        _ => DeletionCertificate.Parse(text),
    };

    /// <summary>SHA-256 of <c>cloison-customer</c>, a line end and the customer's id, in hex: the customer, who knows his id, can tell that it is he.</summary>
    public static string HashOf(CustomerId customer) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"cloison-customer\n{customer}")));
}

/// <summary>Where the host's wall stood: the newest row of its chain of decisions.</summary>
/// <param name="Hash">In hex. Empty before the first row.</param>
public sealed record RegistryHead(long Rows, string Hash);

/// <summary>What the certificates about walls and owners begin with.</summary>
/// <param name="CustomerHash"><see cref="Certificate.HashOf"/>.</param>
/// <param name="Rules">The version of the wall's rules: <see cref="Domain.Walls.WallRules.Version"/>.</param>
/// <param name="Log">How far the customer's log had come; the certificate's own entry is after it.</param>
public sealed record CertificateHead(string CodeName, string CustomerHash, DateTimeOffset At, int Rules, RegistryHead Registry, LastLogHead Log)
{
    internal void Write(CertificateText text)
    {
        text.Line($"customer {CodeName}");
        text.Line($"customer-hash {CustomerHash}");
        text.Line($"at {CertificateText.Of(At)}");
        text.Line($"rules {CertificateText.Of(Rules)}");
        text.Line($"registry {CertificateText.Of(Registry.Rows)} {(Registry.Hash.Length == 0 ? "none" : Registry.Hash)}");
        text.Line($"log {CertificateText.Of(Log.Size)} {Log.Root}");
    }

    internal static CertificateHead Read(CertificateReader lines)
    {
        var (codeName, hash) = (lines.Words("customer", 1)[0], lines.Words("customer-hash", 1)[0]);
        var at = lines.Time(lines.Words("at", 1)[0]);
        var rules = lines.Count(lines.Words("rules", 1)[0]);
        var (registry, log) = (lines.Words("registry", 2), lines.Words("log", 2));
        return new(codeName, hash, at, checked((int)rules), new(lines.Count(registry[0]), registry[1] == "none" ? "" : registry[1]), new(lines.Count(log[0]), log[1]));
    }
}

/// <summary>Writes a certificate's lines.</summary>
internal sealed class CertificateText
{
    private const string Seconds = "yyyy-MM-ddTHH:mm:ssZ";
    private readonly StringBuilder text = new();

    public void Line(string line) => text.Append(line).Append('\n');

    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString(Seconds, CultureInfo.InvariantCulture);

    public static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static bool TryTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, Seconds, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    public override string ToString() => text.ToString();
}

/// <summary>Reads a certificate's lines one after the other; whatever is not as it should be is a <see cref="FormatException"/> that says what.</summary>
/// <param name="kind">Such as <c>deletion certificate</c>.</param>
internal sealed class CertificateReader(string text, string kind)
{
    private readonly Queue<string> lines = new(text.Split('\n'));

    public void Expect(string line)
    {
        if (!lines.TryDequeue(out var next) || next != line)
            throw Wrong(line.Length == 0 ? "end" : line);
    }

    /// <summary>The words after the line's first, which is its name.</summary>
    public string[] Words(string name, params ReadOnlySpan<int> counts)
    {
        var words = AnyWords(name);
        return counts.Contains(words.Length) ? words : throw Wrong(name);
    }

    public string[] AnyWords(string name) =>
        lines.TryDequeue(out var line) && line.Split(' ') is [var first, .. var words] && first == name && !words.Any(w => w.Length == 0) ? words : throw Wrong(name);

    /// <summary>What comes after the line's name, blanks and all.</summary>
    public string Rest(string name) =>
        lines.TryDequeue(out var line) && line.StartsWith(name + " ", StringComparison.Ordinal) ? line[(name.Length + 1)..] : throw Wrong(name);

    public bool NextIs(string name) => lines.TryPeek(out var line) && line.StartsWith(name + " ", StringComparison.Ordinal);

    public long Count(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : throw Wrong("number");

    public DateTimeOffset Time(string text) => CertificateText.TryTime(text, out var time) ? time : throw Wrong("time");

    /// <summary>After the last line: one spelling for one meaning, and what we would write otherwise is not ours.</summary>
    public T Same<T>(T read) where T : Certificate
    {
        Expect("");
        return lines.Count == 0 && read.ToText() == text ? read : throw Wrong("text");
    }

    public FormatException Wrong(string what) => new($"This is no {kind} of version 1: {what} is not as it should be.");
}
