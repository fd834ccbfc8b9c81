using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using Cloison.Transparency;
using Cloison.Transparency.Audit;
using Cloison.Transparency.Merkle;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Signatures;
using Cloison.Transparency.Tiles;

namespace Cloison.Benchmarks.TransparencyLogs;

/// <summary><c>log</c>: makes a log in a folder, verifies all of it, and proves and checks entries.</summary>
internal static class VerifyLogCommand
{
    private const int EntryBytes = 300;

    public static Command Create()
    {
        var entries = new Option<int>("--entries") { Description = "How many.", DefaultValueFactory = _ => 1_000_000 };
        var command = new Command("log", "Verifies a transparency log in a folder, entry by entry, against hashing the same bytes alone.") { entries };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(entries), ct));
        return command;
    }

    private static async Task RunAsync(int count, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("cloison-benchmark-").FullName;
        try
        {
            using var key = Ed25519Key.FromSeed(new byte[Ed25519.SeedBytes]);
            var signer = new LogSigner("log.example", key);
            var written = Write(folder, count, signer);
            var hashing = Time(() => HashAlone(count));
            var watch = Stopwatch.StartNew();
            var report = await LogAudit.RunAsync(new FolderLog(folder), [signer.Key], ct: ct);
            var verifying = watch.Elapsed;
            Console.WriteLine($"{count:N0} entries of {EntryBytes} bytes: written in {written.TotalSeconds:F1} s, verified in {verifying.TotalSeconds:F1} s ({report.Tiles:N0} tiles compared)");
            Console.WriteLine($"SHA-256 of the same entries alone: {hashing.TotalSeconds:F1} s; verifying takes {verifying / hashing:F1} times that");

            var hashes = new TileHashes(count, tile => File.ReadAllBytes(Path.Combine(folder, tile.Path)));
            const int proofs = 10_000;
            var proving = Time(() =>
            {
                for (var i = 0; i < proofs; i++)
                    TreeMath.Inclusion(hashes, (long)i * count / proofs, count);
            });
            Console.WriteLine($"{proofs / proving.TotalSeconds:N0} inclusion proofs a second, from tiles read as they are needed");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static TimeSpan Write(string folder, int count, LogSigner signer) => Time(() =>
    {
        var builder = new TileBuilder((address, bytes) => Save(address.Path, bytes.Span));
        var bundle = new MemoryStream();
        var entry = new byte[EntryBytes];
        for (var n = 0; n < count; n++)
        {
            BitConverter.TryWriteBytes(entry, n);
            builder.Append(TreeHash.OfLeaf(entry));
            EntryBundle.Append(bundle, entry);
            if ((n + 1) % TileAddress.FullWidth > 0 && n + 1 < count)
                continue;
            Save(TileAddress.Holding(0, n, n + 1)!.Value.EntriesPath, bundle.ToArray());
            bundle.SetLength(0);
        }

        foreach (var (address, bytes) in builder.Partial())
            Save(address.Path, bytes.Span);
        Save("checkpoint", new Checkpoint("log.example", count, builder.Root).Sign(signer).ToUtf8());

        void Save(string path, ReadOnlySpan<byte> bytes)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, bytes);
        }
    });

    private static void HashAlone(int count)
    {
        Span<byte> entry = stackalloc byte[EntryBytes];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        for (var n = 0; n < count; n++)
        {
            BitConverter.TryWriteBytes(entry, n);
            SHA256.HashData(entry, hash);
        }
    }

    private static TimeSpan Time(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed;
    }
}
