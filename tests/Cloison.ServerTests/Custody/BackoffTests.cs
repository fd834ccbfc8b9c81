using Cloison.Server.Features.Custody;
using Cloison.ServerTests.People;

namespace Cloison.ServerTests.Custody;

public sealed class BackoffTests
{
    private readonly TestClock clock = new();
    private readonly Backoff backoff;

    public BackoffTests() => backoff = new(clock);

    [Fact]
    public void Pauses_double_up_to_five_minutes()
    {
        Assert.True(backoff.IsDue("a"));
        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300 })
        {
            backoff.Fail("a", "disk");
            clock.Advance(TimeSpan.FromSeconds(seconds - 1));
            Assert.False(backoff.IsDue("a"), $"before {seconds} s");
            clock.Advance(TimeSpan.FromSeconds(1));
            Assert.True(backoff.IsDue("a"), $"after {seconds} s");
        }
    }

    [Fact]
    public void One_works_trouble_is_not_anothers()
    {
        backoff.Fail("a", "disk");
        Assert.False(backoff.IsDue("a"));
        Assert.True(backoff.IsDue("b"));
    }

    [Fact]
    public void Only_a_reason_that_changed_is_news()
    {
        Assert.True(backoff.Fail("a", "disk"));
        Assert.False(backoff.Fail("a", "disk"));
        Assert.True(backoff.Fail("a", "network"));
        Assert.True(backoff.Fail("b", "network"));
        Assert.True(backoff.Succeed("a"));
        Assert.False(backoff.Succeed("a"));
        Assert.True(backoff.Fail("a", "network"));
    }

    [Fact]
    public void What_succeeded_begins_with_the_shortest_pause_again()
    {
        for (var i = 0; i < 9; i++)
            backoff.Fail("a", "disk");
        backoff.Succeed("a");
        backoff.Fail("a", "disk");
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(backoff.IsDue("a"));
    }
}
