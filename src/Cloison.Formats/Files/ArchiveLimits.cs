namespace Cloison.Formats.Files;

/// <summary>How much an archive may unfold to.</summary>
/// <param name="MaxEntries">The directory of an archive is held in memory, about 500 bytes an entry.</param>
/// <param name="MaxEntryBytes">Unpacked bytes of one entry.</param>
/// <param name="MaxRatio">
/// Unpacked to packed bytes of one entry. Repetitive XML reaches 60 and zeros 1,026; entries below <see cref="FreeBytes"/> may have any ratio.
/// </param>
public sealed record ArchiveLimits(int MaxEntries = 1_000_000, long MaxEntryBytes = 64L << 30, int MaxRatio = 200)
{
    public const long FreeBytes = 1 << 20;

    public static readonly ArchiveLimits Default = new();
}
