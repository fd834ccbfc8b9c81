using System.Text;
using Cloison.Transparency;
using Cloison.Transparency.Audit;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Signatures;
using Cloison.Transparency.Tiles;

namespace Cloison.Tests.Transparency;

/// <summary>What is said about a log that was closed, and what a verifier makes of it.</summary>
public sealed class BreakTests : IDisposable
{
    private readonly Ed25519Key oldKey = Ed25519Key.FromSeed(new byte[32]);
    private readonly Ed25519Key newKey = Ed25519Key.FromSeed([.. Enumerable.Repeat((byte)7, 32)]);
    private readonly LogSigner closed;
    private readonly LogSigner next;

    public BreakTests() => (closed, next) = (new("log.example", oldKey), new("log.example/2", newKey));

    public void Dispose()
    {
        oldKey.Dispose();
        newKey.Dispose();
    }

    [Fact]
    public void A_statement_is_read_as_it_was_written_and_in_no_other_spelling()
    {
        var broken = Of(signed: 600, kept: 300);
        Assert.Equal(broken, LogBreak.Parse(broken.ToString()));
        Assert.Throws<NoteException>(() => Checkpoint.Parse(broken.ToString()));
        foreach (var (from, to) in new[] { ("size 600", "size 0600"), ("kept 300", "kept -1"), ("reason ", ""), ("next ", "then "), ("time ", "time x"), (LogBreak.Header, "cloison.log-break/v2"), (next.Key.ToString(), closed.Key.ToString()) })
            Assert.Throws<NoteException>(() => LogBreak.Parse(broken.ToString().Replace(from, to, StringComparison.Ordinal)));
        Assert.Throws<NoteException>(() => LogBreak.Parse(broken + "more\n"));
    }

    [Fact]
    public void Both_logs_must_have_signed()
    {
        var broken = Of(600, 300);
        Assert.Equal(broken, LogBreak.Open(SignedNote.Sign(broken.ToString(), closed, next)));
        Assert.Throws<NoteException>(() => LogBreak.Open(SignedNote.Sign(broken.ToString(), closed)));
        Assert.Throws<NoteException>(() => LogBreak.Open(SignedNote.Sign(broken.ToString(), next)));
    }

    [Fact]
    public void Only_an_entry_with_the_same_figures_names_it()
    {
        var broken = Of(600, 300);
        Assert.True(broken.IsNamedBy(Entry(broken)));
        Assert.True(broken.IsNamedBy(broken.Digest));
        Assert.False(broken.IsNamedBy(Entry(Of(601, 300))));
        Assert.False(broken.IsNamedBy(Of(601, 300).Digest));
        Assert.True(LogBreak.IsBegunBy(Entry(broken)));
        foreach (var other in new[] { """{"type":"login"}""", "[]", "no JSON", "", """{"type":1}""" })
            Assert.False(LogBreak.IsBegunBy(Encoding.UTF8.GetBytes(other)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300)]
    public async Task What_is_left_is_checked_entry_by_entry(int kept)
    {
        var files = Serve(600, kept);
        var audited = Assert.Single(await BreakAudit.RunAsync(files, [closed.Key]));
        Assert.Equal((1, 600 - kept, (long?)null), (audited.Number, audited.Break.Missing, audited.SeenAndGone));
        Assert.Equal(600 - kept, (await BreakAudit.RunAsync(files, [next.Key], At(600)))[0].SeenAndGone);
        Assert.Equal(0, (await BreakAudit.RunAsync(files, [next.Key], At(kept)))[0].SeenAndGone);
        foreach (var (path, bytes) in files.Files.ToList())
        {
            files.Files[path] = [.. bytes];
            files.Files[path][^(bytes.Length / 3 + 1)] ^= 4;
            await Assert.ThrowsAsync<NoteException>(() => BreakAudit.RunAsync(files, [closed.Key]));
            if (!path.EndsWith("note", StringComparison.Ordinal))
            {
                files.Files.Remove(path);
                await Assert.ThrowsAsync<NoteException>(() => BreakAudit.RunAsync(files, [closed.Key]));
            }

            files.Files[path] = bytes;
        }

        var stranger = NoteKey.Of("other.example", NoteKeyType.Ed25519, closed.Key.PublicKey.Span);
        await Assert.ThrowsAsync<NoteException>(() => BreakAudit.RunAsync(files, [stranger]));
    }

    [Fact]
    public async Task What_was_seen_before_must_be_among_what_is_left()
    {
        var files = Serve(600, 300);
        await Assert.ThrowsAsync<NoteException>(() => BreakAudit.RunAsync(files, [closed.Key], At(200) with { Root = At(201).Root }));
    }

    private static byte[] Entry(LogBreak broken) => Encoding.ASCII.GetBytes($$"""{"object":"{{broken.Closed.Name}}","rule":"{{broken.Figures}}","type":"recovery"}""");

    private Checkpoint At(long size) => new(closed.Key.Name, size, MemoryTree.OfNumbers(size).Frontier.Root);

    private LogBreak Of(long signed, long kept) => new(
        closed.Key, signed, At(signed).Root, kept, At(kept).Root, next.Key, DateTimeOffset.FromUnixTimeSeconds(1_800_000_000), "The disk broke.");

    private Shelf Serve(long signed, long kept)
    {
        var files = new Shelf();
        files.Files["breaks/1/note"] = SignedNote.Sign(Of(signed, kept).ToString(), closed, next).ToUtf8();
        files.Files["breaks/1/checkpoint"] = At(signed).Sign(closed).ToUtf8();
        for (var first = 0L; first < kept; first += TileAddress.FullWidth)
        {
            var bundle = new MemoryStream();
            var address = TileAddress.Holding(0, first, kept)!.Value;
            for (var n = first; n < first + address.Width; n++)
                EntryBundle.Append(bundle, MemoryTree.Entry(n));
            files.Files[$"breaks/1/{address.EntriesPath}"] = bundle.ToArray();
        }

        return files;
    }

    private sealed class Shelf : ILogFiles
    {
        public Dictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

        public Task<byte[]?> ReadAsync(string path, CancellationToken ct) => Task.FromResult(Files.GetValueOrDefault(path));
    }
}
