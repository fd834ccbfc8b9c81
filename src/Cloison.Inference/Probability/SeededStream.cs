namespace Cloison.Inference.Probability;

/// <summary>
/// Numbers that follow from a seed: SplitMix64. Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators,
/// doi:10.1145/2660193.2660195. Whoever does not know the seed cannot foresee them in practice; they are not for keys.
/// </summary>
internal struct SeededStream(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        return Mix(_state);
    }

    /// <summary>0 to 1, 1 excluded, 53 bits.</summary>
    public double NextUnit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>0 to <paramref name="limit"/>, which is excluded.</summary>
    public int NextBelow(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    public void Shuffle(Span<int> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextBelow(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>A seed that belongs to a name: FNV-1a over its UTF-16 code units, mixed with the seed.</summary>
    public static ulong Derive(ulong seed, ReadOnlySpan<char> name)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var c in name)
        {
            hash = (hash ^ c) * 0x100000001B3UL;
        }

        return Mix(hash ^ Mix(seed + 0x9E3779B97F4A7C15UL));
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
