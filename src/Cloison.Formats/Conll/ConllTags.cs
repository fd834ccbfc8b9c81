namespace Cloison.Formats.Conll;

/// <summary>
/// Chunks out of tags. One rule reads IOB1, IOB2 (BIO), BIOES and BILOU (Ratnaparkhi 1998; Ramshaw and Marcus 1995; as seqeval does):
/// a chunk begins at B, S, U, or where the type changes or nothing is open, and ends before O, or after E, L, S, U.
/// </summary>
internal static class ConllTags
{
    /// <returns>False when the tag is neither O nor one of B, I, E, S, L, U with a type.</returns>
    public static bool TryRead(string tag, out char prefix, out string type)
    {
        (prefix, type) = ('O', "");
        if (tag is "O" or "_" or "-")
            return true;
        if (tag.Length < 3 || tag[1] is not ('-' or '_') || tag[0] is not ('B' or 'I' or 'E' or 'S' or 'L' or 'U'))
            return false;
        (prefix, type) = (tag[0], tag[2..]);
        return true;
    }

    /// <summary>Chunks of one sentence: type, first token, token after the last.</summary>
    public static List<(string Type, int First, int End)> Chunks(IReadOnlyList<(char Prefix, string Type)> tags)
    {
        var chunks = new List<(string, int, int)>();
        var (open, first) = ((string?)null, 0);
        for (var i = 0; i < tags.Count; i++)
        {
            var (prefix, type) = tags[i];
            if (open is not null && (prefix is 'O' or 'B' or 'S' or 'U' || type != open))
            {
                chunks.Add((open, first, i));
                open = null;
            }

            if (prefix == 'O')
                continue;
            if (open is null)
                (open, first) = (type, i);
            if (prefix is 'E' or 'L' or 'S' or 'U')
            {
                chunks.Add((open, first, i + 1));
                open = null;
            }
        }

        if (open is not null)
            chunks.Add((open, first, tags.Count));
        return chunks;
    }
}
