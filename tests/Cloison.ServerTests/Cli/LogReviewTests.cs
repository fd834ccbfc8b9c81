using System.Text;
using Cloison.Cli;

namespace Cloison.ServerTests.Cli;

/// <summary>What <c>cloison log verify --people</c> points at.</summary>
public sealed class LogReviewTests
{
    private readonly LogReview review = new();
    private long index;

    [Fact]
    public void A_log_in_which_everything_fits_has_nothing_to_look_at()
    {
        Add("wall.open", "ada");
        Add("lease", "ada", "tsk_1", "taken");
        Add("submit", "ada", "tsk_1");
        Add("lease", "ada", "tsk_2", "taken");
        Add("lease", "ada", "tsk_2", "skipped");
        Assert.Empty(review.Findings);
        Assert.Empty(review.StillOut);
        var ada = Assert.Single(review.People);
        Assert.Equal(("ada", 1, 2), (ada.Pseudonym, ada.Sessions, ada.Things));
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Add("lease", "ada", "tsk_1", "taken");
        Add("submit", "bob", "tsk_1");
        Assert.Contains("without having been given it", Assert.Single(review.Findings), StringComparison.Ordinal);
        Assert.Contains("tsk_1", Assert.Single(review.StillOut), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("revoked")]
    public void Time_that_ran_out_leaves_nothing_open_and_an_answer_may_come_late(string end)
    {
        Add("lease", "ada", "tsk_1", "taken");
        Add("lease", "ada", "tsk_1", end);
        Assert.Empty(review.StillOut);
        Add("submit", "ada", "tsk_1");
        Assert.Empty(review.Findings);
        Add("submit", "ada", "tsk_1");
        Assert.Single(review.Findings);
    }

    [Fact]
    public void Whoever_the_wall_has_refused_sees_nothing_until_it_lets_him_in()
    {
        Add("wall.deny", "ada");
        Add("access.read", "ada", "ast_1");
        Assert.Contains("after the wall had refused him", Assert.Single(review.Findings), StringComparison.Ordinal);
        Add("wall.open", "ada");
        Add("access.read", "ada", "ast_1");
        Assert.Single(review.Findings);
        // Where walls are logged at all, nobody sees anything whom they have not let in.
        Add("access.read", "bob", "ast_1");
        Assert.Equal(2, review.Findings.Count);
    }

    [Fact]
    public void A_clock_that_was_set_back_and_bytes_that_are_no_entry_are_seen()
    {
        Add("access.read", "ada", at: 10_000_000);
        Add("access.read", "ada", at: 9_999_000);
        Assert.Empty(review.Findings);
        Add("access.read", "ada", at: 1);
        Assert.Contains("clock", Assert.Single(review.Findings), StringComparison.Ordinal);
        review.Add(index, "no JSON"u8);
        Add("access.read", "ada", at: long.MaxValue);
        Assert.Equal(2, review.Unread);
    }

    private void Add(string type, string actor, string? thing = null, string? decision = null, long at = 1_000)
    {
        var json = new StringBuilder($"{{\"actor\":\"{actor}\"");
        if (decision is not null)
            json.Append($",\"decision\":\"{decision}\"");
        if (thing is not null)
            json.Append($",\"object\":\"{thing}\"");
        json.Append($",\"salt\":\"AA==\",\"session\":\"s\",\"t\":{at},\"type\":\"{type}\",\"v\":1}}");
        review.Add(index++, Encoding.UTF8.GetBytes(json.ToString()));
    }
}
