using System.Formats.Tar;
using System.Text;
using System.Text.Json.Nodes;

namespace Cloison.ServerTests.Leaving;

/// <summary>An unpacked package.</summary>
internal sealed class Package
{
    private Package(Dictionary<string, byte[]> files, List<string> order) => (Files, Order) = (files, order);

    public IReadOnlyDictionary<string, byte[]> Files { get; }

    public IReadOnlyList<string> Order { get; }

    public static async Task<Package> OpenAsync(byte[] tar)
    {
        var (files, order) = (new Dictionary<string, byte[]>(StringComparer.Ordinal), new List<string>());
        await using var reader = new TarReader(new MemoryStream(tar));
        while (await reader.GetNextEntryAsync(copyData: true, TestContext.Current.CancellationToken) is { } entry)
        {
            var content = new MemoryStream();
            if (entry.DataStream is { } data)
                await data.CopyToAsync(content, TestContext.Current.CancellationToken);
            files.Add(entry.Name, content.ToArray());
            order.Add(entry.Name);
        }

        return new(files, order);
    }

    public string Text(string name) => Encoding.UTF8.GetString(Files[name]);

    public List<JsonObject> Lines(string name) => [.. Text(name).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
}
