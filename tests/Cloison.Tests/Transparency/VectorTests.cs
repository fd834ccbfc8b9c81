using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cloison.Tests.TestData;
using Cloison.Transparency;
using Cloison.Transparency.Merkle;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Signatures;

namespace Cloison.Tests.Transparency;

/// <summary>What others' programs made: Go's packages for logs and notes, and the edge cases of Ed25519 that the C2SP collects.</summary>
public sealed class VectorTests
{
    [Fact]
    public void Go_s_roots_and_proofs_are_ours()
    {
        using var vectors = Read("vectors/go-tlog-vectors.json");
        var roots = vectors.RootElement.GetProperty("roots").EnumerateObject().ToDictionary(r => long.Parse(r.Name), r => Hash(r.Value));
        var tree = new MemoryTree();
        var checkedRoots = 0;
        for (var size = 0L; size <= roots.Keys.Max(); size++)
        {
            if (roots.TryGetValue(size, out var root))
            {
                Assert.Equal(root, tree.Frontier.Root);
                checkedRoots++;
            }

            tree.Append(MemoryTree.Entry(size));
        }

        Assert.Equal(roots.Count, checkedRoots);
        foreach (var given in vectors.RootElement.GetProperty("inclusion").EnumerateArray())
        {
            var (index, size, proof) = (given.GetProperty("Index").GetInt64(), given.GetProperty("Size").GetInt64(), Hashes(given.GetProperty("Proof")));
            Assert.Equal(proof, TreeMath.Inclusion(tree.At(size), index, size));
            Assert.True(ProofCheck.Includes(roots[size], size, index, Hash(given.GetProperty("Leaf")), proof));
        }

        foreach (var given in vectors.RootElement.GetProperty("consistency").EnumerateArray())
        {
            var (older, newer, proof) = (given.GetProperty("Size1").GetInt64(), given.GetProperty("Size2").GetInt64(), Hashes(given.GetProperty("Proof")));
            Assert.Equal(proof, TreeMath.Consistency(tree.At(newer), older, newer));
            Assert.True(ProofCheck.Extends(roots[older], older, roots[newer], newer, proof));
        }
    }

    [Fact]
    public void Go_s_tiles_of_a_log_of_70_000_are_ours()
    {
        using var vectors = Read("vectors/go-tlog-vectors.json");
        var tiles = MemoryTree.OfNumbers(70_000).Tiles().ToDictionary(t => t.Key.Path, t => t.Value);
        foreach (var given in vectors.RootElement.GetProperty("tiles_70000").EnumerateArray())
        {
            var tile = tiles[given.GetProperty("Path").GetString()!];
            Assert.Equal(given.GetProperty("SHA256").GetString(), Convert.ToHexStringLower(SHA256.HashData(tile)));
        }

        Assert.Equal(273 + 1 + 1 + 1 + 1, tiles.Count);
    }

    [Fact]
    public void Go_s_checkpoints_are_signed_by_us_byte_for_byte()
    {
        using var vectors = Read("vectors/go-tlog-vectors.json");
        var note = vectors.RootElement.GetProperty("note");
        using var key = Ed25519Key.FromSeed(Convert.FromHexString(note.GetProperty("seed_hex").GetString()!));
        var signer = new LogSigner("log.example/customer-heron", key);
        Assert.Equal(note.GetProperty("vkey").GetString(), signer.Key.ToString());
        foreach (var given in note.GetProperty("checkpoints").EnumerateObject())
        {
            var (checkpoint, _) = Checkpoint.Open(SignedNote.Parse(given.Value.GetString()!), [signer.Key]);
            Assert.Equal(long.Parse(given.Name), checkpoint.Size);
            Assert.Equal(given.Value.GetString(), checkpoint.Sign(signer).ToString());
        }
    }

    [Fact]
    public void Notes_of_others_are_judged_as_they_judge_them()
    {
        using var vectors = Read("vectors/signed-note-vectors.json");
        foreach (var given in vectors.RootElement.GetProperty("vectors").EnumerateArray())
        {
            Assert.True(NoteKey.TryParse(given.GetProperty("vkey").GetString()!, out var key));
            var isValid = true;
            try
            {
                SignedNote.Parse(Encoding.UTF8.GetBytes(given.GetProperty("note").GetString()!)).Verify([key!]);
            }
            catch (NoteException)
            {
                isValid = false;
            }

            Assert.True(given.GetProperty("valid").GetBoolean() == isValid, given.GetProperty("desc").GetString());
        }
    }

    [Fact]
    public void Signatures_at_the_edges_of_Ed25519_are_judged_by_the_strict_rule()
    {
        using var vectors = Read("vectors/cctv/ed25519/ed25519vectors.json");
        string[] refused = ["low_order_residue", "non_canonical_A", "non_canonical_R"];
        foreach (var given in vectors.RootElement.EnumerateArray())
        {
            var flags = given.TryGetProperty("flags", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(f => f.GetString()!).ToList() : [];
            var isValid = Ed25519.Verify(
                Convert.FromHexString(given.GetProperty("key").GetString()!), Encoding.UTF8.GetBytes(given.GetProperty("msg").GetString()!), Convert.FromHexString(given.GetProperty("sig").GetString()!));
            Assert.True(isValid == !flags.Intersect(refused).Any(), $"{given.GetProperty("number")}: {string.Join(", ", flags)}");
        }
    }

    private static JsonDocument Read(string path) => JsonDocument.Parse(File.ReadAllText(Repository.Shared(path)));

    private static TreeHash Hash(JsonElement base64) => TreeHash.TryParse(base64.GetString(), out var hash) ? hash : throw new InvalidDataException(base64.GetRawText());

    private static List<TreeHash> Hashes(JsonElement list) => [.. list.EnumerateArray().Select(Hash)];
}
