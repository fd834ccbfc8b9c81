using System.IO.Compression;
using System.Text;
using Cloison.Formats;
using Cloison.Formats.Files;
using Cloison.Tests.TestData;

namespace Cloison.Tests.Formats;

public sealed class ArchiveTests
{
    private const string Voc = "<annotation><filename>a.png</filename></annotation>";

    [Theory]
    [InlineData("../evil.xml")]
    [InlineData("a/../../evil.xml")]
    [InlineData("/etc/evil.xml")]
    [InlineData("\\\\server\\evil.xml")]
    [InlineData("C:\\evil.xml")]
    [InlineData("a\0b.xml")]
    [InlineData("a/./good.xml")]
    public async Task Unsafe_names_are_refused_and_the_other_entries_read(string name)
    {
        await using var zip = await ZipSource.OpenAsync(Zip((name, Voc), ("a/good.xml", Voc)));
        var read = await Datasets.ReadAsync(FormatCatalog.Voc, zip);

        Assert.Single(zip.Refusals);
        Assert.Single(read.Refusals);
        Assert.Single(read.Items);
    }

    [Fact]
    public async Task Two_names_that_differ_in_capitals_only_are_one()
    {
        await using var zip = await ZipSource.OpenAsync(Zip(("A.xml", Voc), ("a.XML", Voc)));

        Assert.Equal((1, 1), (zip.Files.Count, zip.Refusals.Count));
    }

    [Fact]
    public async Task A_zip_bomb_is_refused_at_the_limit_and_the_other_entries_read()
    {
        await using var zip = await ZipSource.OpenAsync(Zip(("bomb.xml", "<annotation>" + new string(' ', 3_000_000)), ("good.xml", Voc)));
        var read = await Datasets.ReadAsync(FormatCatalog.Voc, zip);

        Assert.Contains("unpacks to more", Assert.Single(read.Refusals).Reason, StringComparison.Ordinal);
        Assert.Single(read.Items);
    }

    [Fact]
    public async Task Too_many_entries_and_broken_archives_are_refused_at_once()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => ZipSource.OpenAsync(Zip(("a.xml", Voc), ("b.xml", Voc)), new(MaxEntries: 1)));
        await Assert.ThrowsAsync<InvalidDataException>(() => ZipSource.OpenAsync(new MemoryStream("no zip"u8.ToArray())));
        var whole = Zip(("a.xml", Voc)).ToArray();
        await Assert.ThrowsAsync<InvalidDataException>(() => ZipSource.OpenAsync(new MemoryStream(whole[..^10])));
    }

    [Fact]
    public async Task Every_broken_byte_of_an_archive_ends_in_refusals_never_in_an_exception()
    {
        var whole = Zip(("a.xml", Voc), ("b.xml", Voc)).ToArray();
        for (var i = 0; i < whole.Length; i++)
        {
            var broken = (byte[])whole.Clone();
            broken[i] ^= 0xFF;
            try
            {
                await using var zip = await ZipSource.OpenAsync(new MemoryStream(broken));
                await Datasets.ReadAsync(FormatCatalog.Voc, zip);
            }
            catch (InvalidDataException)
            {
                // What opening an archive may say.
            }
        }
    }

    [Fact]
    public async Task The_same_data_give_the_same_bytes()
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Voc, new MemorySource("a.xml", Voc));
        var (first, _) = await Datasets.WriteAsync(FormatCatalog.Voc, read.Ontology, read.Items);
        var (second, _) = await Datasets.WriteAsync(FormatCatalog.Voc, read.Ontology, read.Items);

        Assert.Equal(first, second);
    }

    private static MemoryStream Zip(params (string Name, string Text)[] entries)
    {
        var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, text) in entries)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }

        memory.Position = 0;
        return memory;
    }
}
