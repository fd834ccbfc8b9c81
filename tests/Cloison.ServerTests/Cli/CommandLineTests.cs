using Cloison.ServerTests.Storage.Sealing;

namespace Cloison.ServerTests.Cli;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("nonsense")]
    [InlineData("convert", "--from", "coco")]
    [InlineData("convert", "--from", "papyrus", "--to", "coco", "in", "out")]
    [InlineData("import", "p", "file", "--labels", "nonsense")]
    [InlineData("projects", "list")]
    [InlineData("projects", "list", "--url", "ftp://x", "--key", "k")]
    [InlineData("projects", "create", "X")]
    [InlineData("projects", "create", "X", "--ontology", "/none.json")]
    [InlineData("keys", "create", "--environment", "test")]
    [InlineData("keys", "create", "--environment", "test", "--customer", "X", "--scopes", "read,fly")]
    public async Task What_is_not_understood_is_said_in_one_line_and_ends_with_2(params string[] args)
    {
        var run = await CliRun.OfAsync(args);
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("serve", "--help")]
    [InlineData("import", "--help")]
    public async Task Help_is_no_error(params string[] args) => Assert.Equal(0, (await CliRun.OfAsync(args)).ExitCode);

    [Fact]
    public async Task What_fails_ends_with_1()
    {
        using var folder = new TemporaryFolder();
        var run = await CliRun.OfAsync("keys", "create", "--environment", "test", "--customer", "X", "--data", folder.Path);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no Cloison data", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_refuses_a_folder_that_is_not_empty()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Of("thesis.txt"), "mine", TestContext.Current.CancellationToken);
        var run = await CliRun.OfAsync("demo", "--data", folder.Path);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("not empty", run.Error, StringComparison.Ordinal);
        Assert.Single(folder.Files());
    }
}
