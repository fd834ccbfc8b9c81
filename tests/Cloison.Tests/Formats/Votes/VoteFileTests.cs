using Cloison.Formats.Votes;

namespace Cloison.Tests.Formats.Votes;

public sealed class VoteFileTests
{
    [Theory]
    [InlineData("task,worker,label\nt0,a,x\n\nt1,b,y\n", "t0 a x|t1 b y")]
    [InlineData("Label;time;Annotator;Item\r\nx;1;a;t0\r\n", "t0 a x")]
    [InlineData("task\tworker\tlabel\nt0\ta\t1,5\n", "t0 a 1,5")]
    [InlineData("task,worker,label\n\"t,0\",a,\"say \"\"x\"\"\nagain\"\n", "t,0 a say \"x\"\nagain")]
    public void Columns_are_found_by_name_and_cells_may_be_quoted(string text, string expected)
    {
        var votes = new List<string>();

        VoteFile.ReadVotes(new StringReader(text), "votes.csv", (task, annotator, label) => votes.Add($"{task} {annotator} {label}"));

        Assert.Equal(expected, string.Join('|', votes));
    }

    [Theory]
    [InlineData("", "votes.csv is empty")]
    [InlineData("\n \n", "votes.csv is empty")]
    [InlineData("task,label\n", "votes.csv:1: there is no column 'worker'")]
    [InlineData("task,worker,label\nt0,a,x\nt1,b\n", "votes.csv:3: the row has 2 cells, and the header has 3")]
    [InlineData("task,worker,label\nt0,a,x,y\n", "votes.csv:2: the row has 4 cells")]
    [InlineData("task,worker,label\nt0,,x\n", "votes.csv:2: the row has an empty cell in column 2")]
    [InlineData("task,worker,label\nt0,a,\"x\n", "votes.csv:2: the row opens a quote that is never closed")]
    public void What_is_wrong_is_said_with_its_line(string text, string expected)
    {
        var error = Assert.Throws<InvalidDataException>(() => VoteFile.ReadVotes(new StringReader(text), "votes.csv", (_, _, _) => { }));

        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gold_needs_no_worker()
    {
        var known = new List<string>();

        VoteFile.ReadGold(new StringReader("task,truth\nt0,x\n"), "gold.csv", (task, label) => known.Add($"{task} {label}"));

        Assert.Equal(["t0 x"], known);
    }
}
