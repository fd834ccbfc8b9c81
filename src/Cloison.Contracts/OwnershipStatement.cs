using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cloison.Contracts;

/// <summary>A version of the ownership register as text, and the hash that stands in every customer's log.</summary>
public static class OwnerRegisterText
{
    /// <summary>The whole register: its SHA-256 is what logs hold.</summary>
    public static string Of(int version, IEnumerable<OwnerEntry> owners)
    {
        var text = new CertificateText();
        text.Line("cloison ownership register v1");
        text.Line($"version {CertificateText.Of(version)}");
        foreach (var owner in owners)
            text.Line(LineOf(owner));
        return text.ToString();
    }

    /// <summary>In hex.</summary>
    public static string HashOf(int version, IEnumerable<OwnerEntry> owners) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Of(version, owners))));

    // The name is last, since it may have blanks.
    internal static string LineOf(OwnerEntry owner) => string.Create(
        CultureInfo.InvariantCulture,
        $"owner {Words[(int)owner.Kind]} {(owner.Share is { } share ? share.ToString("0.##", CultureInfo.InvariantCulture) : "-")} {(owner.Interests.Count == 0 ? "-" : string.Join(',', owner.Interests))} {owner.Name}");

    internal static OwnerEntry Read(CertificateReader lines)
    {
        var parts = lines.Rest("owner").Split(' ', 4);
        if (parts.Length < 4 || Array.IndexOf(Words, parts[0]) is not (>= 0 and var kind))
            throw lines.Wrong("owner");
        decimal? share = parts[1] == "-" ? null : decimal.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) ? percent : throw lines.Wrong("share");
        return new(parts[3], (OwnerKind)kind, share, parts[2] == "-" ? [] : parts[2].Split(','));
    }

    private static readonly string[] Words = ["owner", "investor", "board"];
}

/// <param name="At">In effect since then; for what is to come, announced then.</param>
/// <param name="Hash">SHA-256 of <see cref="OwnerRegisterText.Of"/>, in hex.</param>
public sealed record StatedRegister(int Version, string Hash, DateTimeOffset At, IReadOnlyList<OwnerEntry> Owners);

/// <summary>Who owns the host, as its ownership register says, and what is announced.</summary>
public sealed record OwnershipStatement(CertificateHead Head, StatedRegister? Current, StatedRegister? Coming) : Certificate
{
    internal const string Title = "cloison ownership statement v1";
    private const string Meaning = "owners all who own one per cent of the host or more, or sit on its board, as the host has entered them";

    public override string ToText()
    {
        var text = new CertificateText();
        text.Line(Title);
        Head.Write(text);
        Write("current", Current);
        Write("coming", Coming);
        text.Line(Meaning);
        return text.ToString();

        void Write(string name, StatedRegister? register)
        {
            text.Line(register is null ? $"{name} none" : $"{name} {CertificateText.Of(register.Version)} {register.Hash} {CertificateText.Of(register.At)}");
            foreach (var owner in register?.Owners ?? [])
                text.Line(OwnerRegisterText.LineOf(owner));
        }
    }

    /// <inheritdoc cref="Certificate.Parse"/>
    public static new OwnershipStatement Parse(string text)
    {
        var lines = new CertificateReader(text, "ownership statement");
        lines.Expect(Title);
        var head = CertificateHead.Read(lines);
        var (current, coming) = (Read("current"), Read("coming"));
        lines.Expect(Meaning);
        return lines.Same(new OwnershipStatement(head, current, coming));

        StatedRegister? Read(string name)
        {
            var words = lines.Words(name, 1, 3);
            if (words.Length == 1)
                return words[0] == "none" ? null : throw lines.Wrong(name);
            var owners = new List<OwnerEntry>();
            while (lines.NextIs("owner"))
                owners.Add(OwnerRegisterText.Read(lines));
            var register = new StatedRegister(checked((int)lines.Count(words[0])), words[1], lines.Time(words[2]), owners);
            // What is listed must be what the logs have the hash of.
            return OwnerRegisterText.HashOf(register.Version, owners) == register.Hash ? register : throw lines.Wrong($"hash of the {name} register");
        }
    }
}
