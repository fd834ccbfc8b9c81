using System.Buffers.Binary;

namespace Cloison.Transparency.Notes;

/// <summary>One line under a note: whose signature it says to be, and the bytes. Its id and name say nothing until it has been checked.</summary>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Bytes)
{
    private const string Dash = "\u2014 ";

    /// <summary>Without the line end.</summary>
    public override string ToString()
    {
        var all = new byte[4 + Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(all, KeyId);
        Bytes.Span.CopyTo(all.AsSpan(4));
        return $"{Dash}{Name} {Convert.ToBase64String(all)}";
    }

    public static bool TryParse(string line, out NoteSignature? signature)
    {
        signature = null;
        if (!line.StartsWith(Dash, StringComparison.Ordinal))
            return false;
        var parts = line[Dash.Length..].Split(' ');
        if (parts.Length != 2 || !NoteKey.IsName(parts[0]) || StrictBase64.Decode(parts[1]) is not { Length: > 4 } bytes)
            return false;
        signature = new(parts[0], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(4));
        return true;
    }
}
