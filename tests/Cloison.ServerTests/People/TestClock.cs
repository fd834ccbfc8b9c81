namespace Cloison.ServerTests.People;

/// <summary>A clock that only moves when a test says so.</summary>
internal sealed class TestClock : TimeProvider
{
    private long ticks = new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero).UtcTicks;
    private long leapt;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    /// <summary>The count that nobody can set moves along; see <see cref="Leap"/>.</summary>
    public override long GetTimestamp() => Interlocked.Read(ref ticks) - Interlocked.Read(ref leapt);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Somebody sets the clock: no time passes by it.</summary>
    public void Leap(TimeSpan by)
    {
        Interlocked.Add(ref leapt, by.Ticks);
        Interlocked.Add(ref ticks, by.Ticks);
    }

    public void Advance(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);
}
