using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Cloison.Domain.Ids;

/// <summary>What an id names: its prefix is the three letters before the underscore.</summary>
public interface IIdKind
{
    static abstract string Prefix { get; }
}

/// <summary>
/// A typed, prefixed, time-ordered id such as <c>tsk_01jd8q…</c>: three letters, an underscore, and a UUIDv7 (RFC 9562) in 26 lower-case
/// Crockford base32 digits. Ordinal text order is creation order, so ids are keyset cursors.
/// </summary>
/// <remarks>Equality is by text. <c>default</c> is no id: its <see cref="Text"/> is empty.</remarks>
public readonly record struct Id<TKind> : IComparable<Id<TKind>> where TKind : IIdKind
{
    private const int Digits = 26;
    private readonly string? text;

    private Id(string text) => this.text = text;

    public string Text => text ?? "";

    public bool IsEmpty => text is null;

    /// <summary>Makes a new id; <paramref name="now"/> orders it.</summary>
    public static Id<TKind> New(DateTimeOffset now) => From(Guid.CreateVersion7(now));

    public static Id<TKind> From(Guid guid)
    {
        Span<byte> bytes = stackalloc byte[16];
        guid.TryWriteBytes(bytes, bigEndian: true, out _);
        var value = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return new(string.Create(TKind.Prefix.Length + 1 + Digits, value, static (span, v) =>
        {
            TKind.Prefix.CopyTo(span);
            span[TKind.Prefix.Length] = '_';
            for (var i = span.Length - 1; i > TKind.Prefix.Length; i--, v >>= 5)
                span[i] = Base32.Alphabet[(int)(v & 31)];
        }));
    }

    /// <summary>The UUID in it: what <see cref="From"/> was given. For those who hold millions of ids.</summary>
    public Guid ToGuid()
    {
        UInt128 value = 0;
        foreach (var digit in Text.AsSpan(TKind.Prefix.Length + 1))
            value = value << 5 | (uint)Base32.Alphabet.IndexOf(digit);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return new(bytes, bigEndian: true);
    }

    /// <summary>Reads an id of this kind; anything else (another kind's prefix, other length, upper case) is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, out Id<TKind> id)
    {
        id = default;
        var prefix = TKind.Prefix;
        if (s is null || s.Length != prefix.Length + 1 + Digits || !s.StartsWith(prefix, StringComparison.Ordinal) || s[prefix.Length] != '_')
            return false;
        // 26 digits hold 130 bits: the first may only be 0–7.
        if (s[prefix.Length + 1] is < '0' or > '7' || s.AsSpan(prefix.Length + 1).ContainsAnyExcept(Base32.Values))
            return false;
        id = new(s);
        return true;
    }

    /// <summary>The overload that ASP.NET Core's route binding looks for.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out Id<TKind> id) => TryParse(s, out id);

    /// <exception cref="FormatException">The text is not an id of this kind.</exception>
    public static Id<TKind> Parse(string s) =>
        TryParse(s, out var id) ? id : throw new FormatException($"Not an id of the form {TKind.Prefix}_…: it has {s.Length} characters.");

    public int CompareTo(Id<TKind> other) => string.CompareOrdinal(Text, other.Text);

    public override string ToString() => Text;
}
