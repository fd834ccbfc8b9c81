namespace Cloison.ServerTests.Work;

/// <summary>Seeded numbers, the same on every machine and every .NET (SplitMix64).</summary>
internal sealed class Dice(ulong seed)
{
    private ulong state = seed;

    /// <summary>0 to <paramref name="sides"/> - 1.</summary>
    public int Next(int sides)
    {
        state += 0x9e3779b97f4a7c15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return (int)((z ^ (z >> 31)) % (ulong)sides);
    }

    public T Of<T>(IReadOnlyList<T> items) => items[Next(items.Count)];
}
