using System.Text.Json;
using Cloison.ServerTests.Storage.Sealing;

namespace Cloison.ServerTests.Cli;

public sealed class ConvertTests : IDisposable
{
    private static readonly string Sample = Path.Combine(AppContext.BaseDirectory, "samples", "demo", "images", "predictions.json");
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task There_and_back_nothing_is_missing()
    {
        var there = await CliRun.OfAsync("convert", "--from", "coco", "--to", "native", Sample, folder.Of("x.jsonl"));
        Assert.Equal((0, ""), (there.ExitCode, there.Error));
        Assert.Contains("12 of 12 items, 70 regions, nothing lost", there.Output, StringComparison.Ordinal);

        Assert.Equal(0, (await CliRun.OfAsync("convert", "--from", "native", "--to", "coco", folder.Of("x.jsonl"), folder.Of("back.json"))).ExitCode);
        Assert.Equal(Boxes(Sample), Boxes(folder.Of("back.json")));
    }

    [Fact]
    public async Task What_does_not_fit_is_listed()
    {
        var run = await CliRun.OfAsync("convert", "--from", "coco", "--to", "voc", Sample, folder.Of("x.zip"));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("score\tThe format has no scores.\t70", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_refused_is_listed_with_its_place()
    {
        await File.WriteAllTextAsync(folder.Of("in.json"), """{"images":[{"id":1,"file_name":"../a.jpg"}],"annotations":[],"categories":[]}""", TestContext.Current.CancellationToken);
        var run = await CliRun.OfAsync("convert", "--from", "coco", "--to", "native", folder.Of("in.json"), folder.Of("x.jsonl"));
        Assert.Contains("refused\twhy\nin.json", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_there_stays()
    {
        await File.WriteAllTextAsync(folder.Of("x.jsonl"), "mine", TestContext.Current.CancellationToken);
        Assert.Equal(2, (await CliRun.OfAsync("convert", "--from", "coco", "--to", "native", Sample, folder.Of("x.jsonl"))).ExitCode);
        Assert.Equal("mine", await File.ReadAllTextAsync(folder.Of("x.jsonl"), TestContext.Current.CancellationToken));
        Assert.Equal(0, (await CliRun.OfAsync("convert", "--from", "coco", "--to", "native", Sample, folder.Of("x.jsonl"), "--force")).ExitCode);
    }

    public void Dispose() => folder.Dispose();

    private static List<string> Boxes(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. json.RootElement.GetProperty("annotations").EnumerateArray()
            .Select(a => string.Join(' ', a.GetProperty("bbox").EnumerateArray().Select(n => n.GetDouble().ToString("R")))).Order(StringComparer.Ordinal)];
    }
}
