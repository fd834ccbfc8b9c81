using Cloison.Cli;
using Cloison.Cli.Commands;
using Cloison.ServerTests.Storage.Sealing;

namespace Cloison.ServerTests.Cli;

public sealed class ImportFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ImportFileTests()
    {
        foreach (var name in new[] { "a.jpg", "street/b.jpg", "street/c.png", ".hidden/d.jpg", "street/.DS_Store" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.Of(name))!);
            File.WriteAllText(folder.Of(name), name);
        }
    }

    [Fact]
    public void A_file_goes_by_its_own_name() => Assert.Equal(["b.jpg"], Names(folder.Of("street/b.jpg")));

    [Fact]
    public void The_files_of_a_folder_go_by_their_path_below_it_without_hidden_ones() => Assert.Equal(["a.jpg", "street/b.jpg", "street/c.png"], Names(folder.Path));

    [Fact]
    public void The_files_of_a_pattern_go_by_their_path_below_the_part_without_wildcards()
    {
        Assert.Equal(["a.jpg", "street/b.jpg"], Names(folder.Of("**/*.jpg")));
        Assert.Equal(["c.png"], Names(folder.Of("street/*.png")));
    }

    [Fact]
    public void Two_files_of_one_name_are_refused() =>
        Assert.Equal(CommandLine.WrongUsage, Assert.Throws<CommandException>(() => Names(folder.Of("street/b.jpg"), folder.Of("street"))).ExitCode);

    [Fact]
    public void Nothing_there_is_refused() => Assert.Throws<CommandException>(() => Names(folder.Of("*.gif")));

    public void Dispose() => folder.Dispose();

    private static IEnumerable<string> Names(params string[] arguments) => ImportFile.Find(arguments).Select(f => f.Name);
}
