using System.Diagnostics;
using System.Globalization;
using Cloison.Storage.Sealing;

namespace Cloison.ServerTests.Storage.Sealing;

/// <summary>How many rows one core seals and opens in a second. Not a test: run it with <c>-explicit only</c>, or call <see cref="Measure"/> from a benchmark.</summary>
public sealed class SealingThroughput(CustodianUnderTest keys, ITestOutputHelper output) : IClassFixture<CustodianUnderTest>
{
    [Fact(Explicit = true)]
    public async Task Rows_per_second_on_one_core()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        foreach (var bytes in new[] { 60, 600, 6000, 60_000, 6_000_000 })
        {
            var (seals, opens) = Measure(ring.For(Samples.Project), bytes, TimeSpan.FromSeconds(1));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bytes} B: {seals:F0} seals/s, {opens:F0} opens/s"));
        }
    }

    /// <summary>Seals and opens rows of that many plain bytes on the calling thread, for that long each.</summary>
    internal static (double SealsPerSecond, double OpensPerSecond) Measure(Sealer sealer, int plainBytes, TimeSpan duration)
    {
        var place = new SealContext("task", "data", "tsk_01jd8q00000000000000000000");
        var plain = Samples.Bytes(plainBytes);
        var envelope = sealer.Seal(place, plain);
        return (PerSecond(() => sealer.Seal(place, plain), duration), PerSecond(() => sealer.Open(place, envelope), duration));
    }

    private static double PerSecond(Action action, TimeSpan duration)
    {
        for (var warm = Stopwatch.StartNew(); warm.Elapsed < duration / 4;)
            action();
        var (watch, count) = (Stopwatch.StartNew(), 0);
        for (; watch.Elapsed < duration; count++)
            action();
        return count / watch.Elapsed.TotalSeconds;
    }
}
