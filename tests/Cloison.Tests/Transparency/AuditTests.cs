using Cloison.Transparency;
using Cloison.Transparency.Audit;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Signatures;
using Cloison.Transparency.Tiles;

namespace Cloison.Tests.Transparency;

public sealed class AuditTests : IDisposable
{
    private readonly Ed25519Key key = Ed25519Key.FromSeed(new byte[32]);
    private readonly LogSigner signer;

    public AuditTests() => signer = new("log.example", key);

    public void Dispose() => key.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(600)]
    public async Task A_sound_log_is_believed_and_every_entry_seen(int size)
    {
        var seen = new List<string>();
        var report = await LogAudit.RunAsync(Serve(size), [signer.Key], onEntry: (n, entry) => seen.Add($"{n}={System.Text.Encoding.ASCII.GetString(entry.Span)}"));
        Assert.Equal(size, report.Checkpoint.Size);
        Assert.Equal(Enumerable.Range(0, size).Select(n => $"{n}={n}"), seen);
        Assert.Equal(TileAddress.All(size).Count(), report.Tiles);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(600)]
    public async Task Without_its_entries_a_log_is_believed_by_its_hashes(int size)
    {
        var log = Serve(size);
        var whole = await LogAudit.RunAsync(log, [signer.Key]);
        foreach (var path in log.Files.Keys.Where(p => p.StartsWith("tile/entries/", StringComparison.Ordinal)).ToList())
            log.Files.Remove(path);
        await Assert.ThrowsAsync<NoteException>(() => LogAudit.RunAsync(log, [signer.Key]));
        var report = await LogAudit.RunOnHashesAsync(log, [signer.Key], seen: whole.Checkpoint);
        Assert.Equal((whole.Checkpoint.Root, whole.Tiles), (report.Checkpoint.Root, report.Tiles));

        foreach (var (path, bytes) in log.Files.ToList())
        {
            log.Files[path] = [.. bytes];
            log.Files[path][^1] ^= 4;
            await Assert.ThrowsAsync<NoteException>(() => LogAudit.RunOnHashesAsync(log, [signer.Key]));
            log.Files[path] = bytes[..^1];
            await Assert.ThrowsAsync<NoteException>(() => LogAudit.RunOnHashesAsync(log, [signer.Key]));
            log.Files[path] = bytes;
        }
    }

    [Fact]
    public async Task Every_changed_byte_of_every_file_is_noticed()
    {
        var log = Serve(300);
        foreach (var (path, bytes) in log.Files.ToList())
            for (var at = 0; at < bytes.Length; at += path == "checkpoint" ? 1 : 61)
            {
                log.Files[path] = [.. bytes];
                log.Files[path][at] ^= 4;
                await Assert.ThrowsAsync<NoteException>(() => LogAudit.RunAsync(log, [signer.Key]));
                log.Files[path] = bytes;
            }

        await LogAudit.RunAsync(log, [signer.Key]);
    }

    [Fact]
    public async Task Every_missing_or_cut_file_is_noticed()
    {
        var log = Serve(300);
        foreach (var (path, bytes) in log.Files.ToList())
        {
            log.Files.Remove(path);
            await Assert.ThrowsAsync<NoteException>(() => LogAudit.RunAsync(log, [signer.Key]));
            log.Files[path] = bytes[..^1];
            await Assert.ThrowsAsync<NoteException>(() => LogAudit.RunAsync(log, [signer.Key]));
            log.Files[path] = bytes;
        }
    }

    [Fact]
    public async Task Entries_that_are_dropped_doubled_or_swapped_are_noticed_even_when_the_tiles_are_made_to_fit()
    {
        var honest = Serve(20);
        var entries = Enumerable.Range(0, 20).Select(n => MemoryTree.Entry(n)).ToList();
        List<byte[]>[] forgeries = [[.. entries.Skip(1), entries[0]], [.. entries.Take(19), entries[18]], [entries[1], entries[0], .. entries.Skip(2)]];
        foreach (var forgery in forgeries)
        {
            // Whoever forges can make tiles; he cannot make the signature over their root.
            var forged = Serve(forgery);
            forged.Files["checkpoint"] = honest.Files["checkpoint"];
            var refusal = await Assert.ThrowsAsync<NoteException>(() => LogAudit.RunAsync(forged, [signer.Key]));
            Assert.Contains("do not make the root", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_wrong_entry_is_named()
    {
        var log = Serve(300);
        log.Files["tile/entries/001.p/44"][^1] ^= 1;
        Assert.Contains("Entry 299 ", (await Assert.ThrowsAsync<NoteException>(() => LogAudit.RunAsync(log, [signer.Key]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_grew_is_believed_and_one_that_shrank_or_forked_is_not()
    {
        var at100 = (await LogAudit.RunAsync(Serve(100), [signer.Key])).Checkpoint;
        Assert.Equal(300, (await LogAudit.RunAsync(Serve(300), [signer.Key], at100)).Checkpoint.Size);
        Assert.Equal(100, (await LogAudit.RunAsync(Serve(100), [signer.Key], at100)).Checkpoint.Size);
        Assert.Contains("older", (await Assert.ThrowsAsync<NoteException>(() => LogAudit.RunAsync(Serve(99), [signer.Key], at100))).Message, StringComparison.Ordinal);
        // Properly signed, all tiles right: only what was seen before gives the other history away.
        var fork = Serve([.. Enumerable.Range(0, 300).Select(n => MemoryTree.Entry(n == 50 ? 1_000 : n))]);
        await LogAudit.RunAsync(fork, [signer.Key]);
        Assert.Contains("another history", (await Assert.ThrowsAsync<NoteException>(() => LogAudit.RunAsync(fork, [signer.Key], at100))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Border_files_may_be_replaced_by_full_ones()
    {
        var log = Serve(300);
        var larger = Serve(512);
        foreach (var path in log.Files.Keys.Where(p => p.Contains(".p/", StringComparison.Ordinal) && p.Contains("/001", StringComparison.Ordinal)).ToList())
        {
            log.Files.Remove(path);
            var full = path[..path.IndexOf(".p/", StringComparison.Ordinal)];
            log.Files[full] = larger.Files[full];
        }

        Assert.Equal(300, (await LogAudit.RunAsync(log, [signer.Key])).Checkpoint.Size);
    }

    [Fact]
    public async Task A_log_of_another_key_is_not_believed()
    {
        using var other = Ed25519Key.FromSeed([.. Enumerable.Repeat((byte)7, 32)]);
        await Assert.ThrowsAsync<NoteException>(() => LogAudit.RunAsync(Serve(3), [new LogSigner("log.example", other).Key]));
    }

    private MemoryLog Serve(int size) => Serve([.. Enumerable.Range(0, size).Select(n => MemoryTree.Entry(n))]);

    private MemoryLog Serve(IReadOnlyList<byte[]> entries)
    {
        var tree = new MemoryTree();
        var log = new MemoryLog();
        foreach (var entry in entries)
            tree.Append(entry);
        foreach (var (address, bytes) in tree.Tiles())
        {
            log.Files[address.Path] = bytes;
            if (address.Level > 0)
                continue;
            using var bundle = new MemoryStream();
            foreach (var entry in entries.Skip((int)address.Index * TileAddress.FullWidth).Take(address.Width))
                EntryBundle.Append(bundle, entry);
            log.Files[address.EntriesPath] = bundle.ToArray();
        }

        log.Files["checkpoint"] = new Checkpoint("log.example", tree.Size, tree.Frontier.Root).Sign(signer).ToUtf8();
        return log;
    }

    private sealed class MemoryLog : ILogFiles
    {
        public Dictionary<string, byte[]> Files { get; } = [];

        public Task<byte[]?> ReadAsync(string path, CancellationToken ct) => Task.FromResult(Files.GetValueOrDefault(path));
    }
}
