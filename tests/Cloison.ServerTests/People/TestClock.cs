namespace Cloison.ServerTests.People;

/// <summary>A clock that only moves when a test says so.</summary>
internal sealed class TestClock : TimeProvider
{
    private long ticks = new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero).UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);
}
