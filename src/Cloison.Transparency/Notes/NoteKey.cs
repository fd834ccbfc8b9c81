using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cloison.Transparency.Signatures;

namespace Cloison.Transparency.Notes;

/// <summary>What a key's signatures under notes mean.</summary>
public enum NoteKeyType : byte
{
    /// <summary>Ed25519 over the note's text: a log's own signature.</summary>
    Ed25519 = 0x01,

    /// <summary>Ed25519 over the text and a time: a witness has seen this checkpoint, and it extends what he saw before.</summary>
    Cosignature = 0x04,

    /// <summary>ML-DSA-44 over a checkpoint's parts and a time: a log's second signature, or a witness's. Not every machine can check it.</summary>
    MlDsa44 = 0x06,
}

/// <summary>A public key that notes are checked with, and its name. Source: c2sp.org/signed-note v1.0.0.</summary>
public sealed record NoteKey
{
    private const int IdBytes = 4;

    private NoteKey(string name, NoteKeyType type, byte[] publicKey)
    {
        (Name, Type, PublicKey) = (name, type, publicKey);
        Id = IdOf(name, type, publicKey);
    }

    public string Name { get; }

    public NoteKeyType Type { get; }

    /// <summary>32 bytes; 1,312 of ML-DSA-44.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Whether this machine can check signatures of this key.</summary>
    public bool CanBeChecked => Type != NoteKeyType.MlDsa44 || MlDsa44.IsSupported;

    /// <summary>A short identifier of name, type and key; not a hash to rely on.</summary>
    public uint Id { get; }

    /// <exception cref="ArgumentException">No name for a key, or no key.</exception>
    public static NoteKey Of(string name, NoteKeyType type, ReadOnlySpan<byte> publicKey)
    {
        if (!IsName(name))
            throw new ArgumentException($"'{name}' is no name for a key: it is empty or has blanks or a plus.", nameof(name));
        if (publicKey.Length != BytesOf(type))
            throw new ArgumentException($"A key of {type} has {BytesOf(type)} bytes, not {publicKey.Length}.", nameof(publicKey));
        return new(name, type, publicKey.ToArray());
    }

    /// <summary>Reads <c>name+id+base64(type ‖ key)</c>.</summary>
    public static bool TryParse(string text, out NoteKey? key)
    {
        key = null;
        // Only the first two: base64 has plus signs of its own.
        var parts = text.Split('+', 3);
        if (parts.Length != 3 || !IsName(parts[0]) || parts[1].Length != 2 * IdBytes
            || !uint.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id)
            || StrictBase64.Decode(parts[2]) is not { Length: > 1 } bytes || !Enum.IsDefined((NoteKeyType)bytes[0]) || bytes.Length != 1 + BytesOf((NoteKeyType)bytes[0]))
            return false;
        var read = new NoteKey(parts[0], (NoteKeyType)bytes[0], bytes[1..]);
        if (read.Id != id || read.ToString() != text)
            return false;
        key = read;
        return true;
    }

    /// <summary>As it is given to those who verify: <c>name+id+base64(type ‖ key)</c>.</summary>
    public override string ToString() => $"{Name}+{Id:x8}+{Convert.ToBase64String([(byte)Type, .. PublicKey.Span])}";

    public bool Equals(NoteKey? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => HashCode.Combine(Name, Id);

    /// <summary>Not empty, no blanks of any kind, no plus, nothing that a note may not hold.</summary>
    internal static bool IsName(string name) => name.Length > 0 && !name.Any(c => c == '+' || char.IsWhiteSpace(c) || char.IsControl(c));

    private static int BytesOf(NoteKeyType type) => type == NoteKeyType.MlDsa44 ? MlDsa44.PublicKeyBytes : Ed25519.PublicKeyBytes;

    private static uint IdOf(string name, NoteKeyType type, ReadOnlySpan<byte> publicKey) =>
        BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', (byte)type, .. publicKey]));
}
