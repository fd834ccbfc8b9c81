using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cloison.Storage.Sealing;

namespace Cloison.ServerTests.Storage.Sealing;

/// <summary>Our messages are, byte for byte, those of the Go implementation.</summary>
public sealed class CobblestoneVectors
{
    private const string Key = "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";
    private const string Salt = "63479ad69a090b258277ec8fba6f99419a2ffb2489815106";
    private const string Context = "tenant=heron|table=asset|id=42|ver=1";

    // Three of the eighteen, so that a clone without the shared vectors is checked too: length, context, SHA-256 of the message.
    [Theory]
    [InlineData(0, Context, "8a9c0c32ef63db68078278717a343978c28f54f390adf76ef53d5fc8dd62bb14")]
    [InlineData(1, "", "7c76b41615ab49e9042aa57452f7b9201e20578b1c0c101e45f136235c89ea2f")]
    [InlineData(16385, Context, "6bfb171a500d4ffcf2ab73456db1721ea01cc27ab5329bdaac533047ff7f585d")]
    public void A_message_is_the_one_that_Go_made(int length, string context, string sha256) => Check(Key, Salt, length, context, sha256);

    [Fact]
    public void All_shared_vectors_are_reproduced()
    {
        var file = Path.Combine(RepositoryRoot(), "..", "shared", "vectors", "cobblestone-256-vectors.json");
        Assert.SkipUnless(File.Exists(file), "The shared vectors are not here.");
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        var key = json.RootElement.GetProperty("key_hex").GetString()!;
        var vectors = json.RootElement.GetProperty("vectors").EnumerateArray().ToList();
        Assert.Equal(18, vectors.Count);
        foreach (var v in vectors)
        {
            var length = v.GetProperty("Len").GetInt32();
            var message = Check(key, v.GetProperty("Salt").GetString()!, length, v.GetProperty("Context").GetString()!, v.GetProperty("Sha256").GetString()!);
            Assert.Equal(v.GetProperty("CtLen").GetInt64(), Cobblestone.MessageBytes(length));
            Assert.StartsWith(v.GetProperty("Head").GetString()!, Convert.ToHexStringLower(message), StringComparison.Ordinal);
        }
    }

    private static byte[] Check(string keyHex, string saltHex, int length, string context, string sha256)
    {
        var key = Convert.FromHexString(keyHex);
        var bound = Encoding.UTF8.GetBytes(context);
        var plain = Enumerable.Range(0, length).Select(i => (byte)(i * 7 + (i >> 8))).ToArray();
        var message = new byte[Cobblestone.MessageBytes(length)];
        Cobblestone.Seal(key, Convert.FromHexString(saltHex), bound, plain, message);
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(message)));

        Assert.True(Cobblestone.TryPlainBytes(message.Length, out var plainBytes));
        var opened = new byte[plainBytes];
        Assert.Null(Cobblestone.Open(key, bound, message, opened));
        Assert.Equal(plain, opened);
        return message;
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
            folder = folder.Parent;
        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
