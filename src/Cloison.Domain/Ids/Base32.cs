using System.Buffers;

namespace Cloison.Domain.Ids;

/// <summary>Crockford's base32 digits in lower case: no i, l, o, u, so that an id can be read aloud.</summary>
internal static class Base32
{
    public const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    public static readonly SearchValues<char> Values = SearchValues.Create(Alphabet);
}
