using System.Security.Cryptography;
using Cloison.ServerTests.Storage.Sealing;
using Cloison.Storage.Blobs;
using Cloison.Storage.Sealing;

namespace Cloison.ServerTests.Storage.Blobs;

public sealed class BlobStoreTests(CustodianUnderTest keys) : IClassFixture<CustodianUnderTest>, IAsyncLifetime
{
    private const long NoLimit = long.MaxValue;
    private readonly TemporaryFolder folder = new();
    private KeyRing ring = null!;
    private BlobStore store = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        ring = await Samples.RingAsync(keys.Custodian);
        store = new BlobStore(folder.Of("blobs"), ring, TimeProvider.System);
    }

    public ValueTask DisposeAsync()
    {
        ring.Dispose();
        folder.Dispose();
        return default;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16384)]
    [InlineData(300_000)]
    public async Task What_was_put_comes_back_whole_and_in_ranges(int size)
    {
        var content = Samples.Bytes(size);
        var blob = await PutAsync(content);
        Assert.True(blob.Added);
        Assert.Equal(size, blob.PlainBytes);
        Assert.Equal(SHA256.HashData(content), blob.Sha256.ToArray());
        Assert.True(store.Exists(Samples.Project, blob.Name));
        Assert.Equal([new BlobEntry(blob.Name, size, blob.SealedBytes)], store.List(Samples.Project));
        Assert.Equal(blob.SealedBytes, new FileInfo(Assert.Single(folder.Files())).Length);
        Assert.Equal(content, await ReadAsync(blob.Name));

        await using var stream = await store.OpenAsync(Samples.Project, blob.Name, Ct);
        stream!.Position = size / 2;
        var rest = new byte[size - size / 2];
        await stream.ReadExactlyAsync(rest, Ct);
        Assert.Equal(content[(size / 2)..], rest);
    }

    [Fact]
    public async Task Nothing_clear_lies_on_the_disk_nor_does_the_contents_hash()
    {
        var canary = RandomNumberGenerator.GetBytes(16);
        var content = Enumerable.Repeat(canary, 5000).SelectMany(b => b).ToArray();
        await PutAsync(content);
        var file = Assert.Single(folder.Files());
        Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf(canary));
        Assert.DoesNotContain(Convert.ToHexStringLower(SHA256.HashData(content)), file, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Of("blobs")));
        }
    }

    [Fact]
    public async Task The_same_content_again_adds_nothing()
    {
        var first = await PutAsync(Samples.Bytes(50_000));
        var bytes = await File.ReadAllBytesAsync(Assert.Single(folder.Files()), Ct);
        var second = await PutAsync(Samples.Bytes(50_000));
        Assert.False(second.Added);
        Assert.Equal(first.Name, second.Name);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Assert.Single(folder.Files()), Ct));
    }

    [Fact]
    public async Task Two_projects_keep_the_same_content_apart()
    {
        var own = await PutAsync(Samples.Bytes(1000));
        var other = await PutAsync(Samples.Bytes(1000), Samples.OtherProject);
        Assert.True(other.Added);
        Assert.NotEqual(own.Name, other.Name);
        Assert.Null(await store.OpenAsync(Samples.OtherProject, own.Name, Ct));

        ring.Apply(ring.Plan.Destruction(Samples.Project));
        Assert.Equal(SealBreak.KeyDestroyed, await Samples.BreakAsync(() => store.OpenAsync(Samples.Project, own.Name, Ct)));
        Assert.Equal(Samples.Bytes(1000), await ReadAsync(other.Name, Samples.OtherProject));
        Assert.True(store.DeleteProject(Samples.Project));
        Assert.False(store.DeleteProject(Samples.Project));
        Assert.Single(folder.Files());
    }

    [Fact]
    public async Task Eight_puts_of_the_same_content_at_once_leave_one_whole_blob()
    {
        var content = Samples.Bytes(200_000);
        var puts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => PutAsync(content), Ct)));
        Assert.Single(puts.Select(p => p.Name).Distinct());
        Assert.Single(folder.Files());
        Assert.Equal(content, await ReadAsync(puts[0].Name));
    }

    [Fact]
    public async Task A_reader_is_not_disturbed_when_the_blob_is_deleted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix file semantics.");
        var content = Samples.Bytes(300_000);
        var blob = await PutAsync(content);
        await using var stream = await store.OpenAsync(Samples.Project, blob.Name, Ct);
        Assert.True(store.Delete(Samples.Project, blob.Name));
        Assert.False(store.Delete(Samples.Project, blob.Name));
        Assert.False(store.Exists(Samples.Project, blob.Name));
        Assert.Null(await store.OpenAsync(Samples.Project, blob.Name, Ct));
        Assert.Equal(content, await AllAsync(stream!));
    }

    [Theory]
    [InlineData(99_999, false)]
    [InlineData(100_000, true)]
    [InlineData(0, false)]
    public async Task The_limit_counts_plain_bytes_and_what_exceeds_it_leaves_nothing(long maxBytes, bool fits)
    {
        var outcome = await store.PutAsync(Samples.Project, new MemoryStream(Samples.Bytes(100_000)), maxBytes, Ct);
        Assert.Equal(fits, outcome.Succeeded);
        if (!fits)
            Assert.Equal(("blob.too_large", 413), (outcome.Problem!.Code, outcome.Problem.Status));
        Assert.Equal(fits ? 1 : 0, folder.Files().Length);
    }

    [Fact]
    public async Task An_input_that_fails_or_is_cancelled_half_way_leaves_nothing()
    {
        var failing = new StreamThatEnds(300_000, () => throw new IOException("The sender is gone."));
        await Assert.ThrowsAsync<IOException>(() => store.PutAsync(Samples.Project, failing, NoLimit, Ct));
        Assert.Empty(folder.Files());

        using var cancel = new CancellationTokenSource();
        var cancelled = new StreamThatEnds(300_000, cancel.Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.PutAsync(Samples.Project, cancelled, NoLimit, cancel.Token));
        Assert.Empty(folder.Files());
    }

    [Fact]
    public async Task A_full_disk_leaves_nothing_and_the_next_put_works()
    {
        var full = new BlobStore(folder.Of("blobs"), ring, TimeProvider.System) { CreateFile = path => new FullDiskFile(path, 100_000) };
        await Assert.ThrowsAsync<IOException>(() => full.PutAsync(Samples.Project, new MemoryStream(Samples.Bytes(300_000)), NoLimit, Ct));
        Assert.Empty(folder.Files());
        var none = new BlobStore(folder.Of("blobs"), ring, TimeProvider.System) { CreateFile = path => new FullDiskFile(path, 0) };
        await Assert.ThrowsAsync<IOException>(() => none.PutAsync(Samples.Project, new MemoryStream([1]), NoLimit, Ct));
        Assert.Empty(folder.Files());
        Assert.True((await PutAsync(Samples.Bytes(300_000))).Added);
    }

    [Fact]
    public async Task What_a_crash_left_is_swept_when_it_is_old_and_not_before()
    {
        await PutAsync(Samples.Bytes(10));
        var (old, young) = (folder.Of("blobs/incoming/old"), folder.Of("blobs/incoming/young"));
        await File.WriteAllBytesAsync(old, [1], Ct);
        await File.WriteAllBytesAsync(young, [1], Ct);
        File.SetLastWriteTimeUtc(old, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-25));
        Assert.Equal(1, store.SweepIncoming(TimeSpan.FromHours(24)));
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
        Assert.Single(store.List(Samples.Project));
    }

    [Fact]
    public async Task A_blob_in_anothers_place_does_not_open()
    {
        var (one, other) = (await PutAsync(Samples.Bytes(1000, "one")), await PutAsync(Samples.Bytes(1000, "other")));
        File.Copy(PathOf(one.Name), PathOf(other.Name), overwrite: true);
        Assert.Equal(SealBreak.WrongPlaceOrKey, await Samples.BreakAsync(() => store.OpenAsync(Samples.Project, other.Name, Ct)));

        await using (var artifact = await store.CreateArtifactAsync(Samples.Project, "export.zip", Ct))
            await artifact.CommitAsync(Ct);
        File.Copy(PathOf(one.Name), ArtifactPath("export.zip"), overwrite: true);
        Assert.Equal(SealBreak.WrongPlaceOrKey, await Samples.BreakAsync(() => store.OpenArtifactAsync(Samples.Project, "export.zip", Ct)));
    }

    [Fact]
    public async Task Every_flipped_byte_of_a_small_file_and_every_cut_is_noticed()
    {
        var blob = await PutAsync(Samples.Bytes(50));
        var path = PathOf(blob.Name);
        var good = await File.ReadAllBytesAsync(path, Ct);
        for (var at = 0; at < good.Length; at++)
        {
            await File.WriteAllBytesAsync(path, Samples.Flipped(good, at), Ct);
            await Samples.BreakAsync(() => store.OpenAsync(Samples.Project, blob.Name, Ct));
            await File.WriteAllBytesAsync(path, good[..at], Ct);
            await Samples.BreakAsync(() => store.OpenAsync(Samples.Project, blob.Name, Ct));
        }

        await File.WriteAllBytesAsync(path, good, Ct);
        Assert.Equal(Samples.Bytes(50), await ReadAsync(blob.Name));
    }

    [Fact]
    public async Task A_blob_that_the_disk_cut_off_is_healed_by_putting_it_again()
    {
        var blob = await PutAsync(Samples.Bytes(100_000));
        await using (var file = File.OpenWrite(PathOf(blob.Name)))
            file.SetLength(60_000);
        Assert.True((await PutAsync(Samples.Bytes(100_000))).Added);
        Assert.Equal(Samples.Bytes(100_000), await ReadAsync(blob.Name));
    }

    [Fact]
    public async Task After_a_rotation_a_blob_is_sealed_anew_and_the_old_key_can_go()
    {
        var content = Samples.Bytes(100_000);
        var blob = await PutAsync(content);
        Assert.False(await store.ResealAsync(Samples.Project, blob.Name, Ct));
        ring.Apply(ring.Plan.Rotation(Samples.Project));
        Assert.Equal(content, await ReadAsync(blob.Name));
        Assert.True(await store.ResealAsync(Samples.Project, blob.Name, Ct));
        ring.Apply([ring.Plan.Destruction(3)]);
        Assert.Equal(content, await ReadAsync(blob.Name));
        Assert.Single(folder.Files());
    }

    [Fact]
    public async Task An_artefact_appears_on_commit_and_not_before()
    {
        await using (var aborted = await store.CreateArtifactAsync(Samples.Project, "exp_1.zip", Ct))
            await aborted.WriteAsync(Samples.Bytes(200_000), Ct);
        Assert.Empty(folder.Files());
        Assert.Null(await store.OpenArtifactAsync(Samples.Project, "exp_1.zip", Ct));

        await using (var artifact = await store.CreateArtifactAsync(Samples.Project, "exp_1.zip", Ct))
        {
            await artifact.WriteAsync(Samples.Bytes(200_000), Ct);
            Assert.Empty(store.ListArtifacts(Samples.Project));
            var stored = await artifact.CommitAsync(Ct);
            Assert.Equal(200_000, stored.PlainBytes);
            Assert.Equal(SHA256.HashData(Samples.Bytes(200_000)), stored.Sha256.ToArray());
        }

        Assert.Equal(["exp_1.zip"], store.ListArtifacts(Samples.Project));
        Assert.Equal(Samples.Bytes(200_000), await AllAsync((await store.OpenArtifactAsync(Samples.Project, "exp_1.zip", Ct))!));
        Assert.Empty(store.List(Samples.Project));

        await using (var again = await store.CreateArtifactAsync(Samples.Project, "exp_1.zip", Ct))
            await Assert.ThrowsAsync<IOException>(() => again.CommitAsync(Ct));
        Assert.Single(folder.Files());
        Assert.True(store.DeleteArtifact(Samples.Project, "exp_1.zip"));
        Assert.Empty(folder.Files());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("A")]
    [InlineData("a\0")]
    public async Task A_name_never_becomes_a_path(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => store.CreateArtifactAsync(Samples.Project, name, Ct));
        Assert.False(BlobName.TryParse(name.PadRight(64, '0')[..64] + (name.Length == 0 ? "0" : ""), out _));
        await Assert.ThrowsAsync<ArgumentException>(() => store.OpenAsync(Samples.Project, default, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => store.PutAsync(default, new MemoryStream(), NoLimit, Ct));
    }

    private async Task<StoredBlob> PutAsync(byte[] content, ProjectId? project = null) =>
        (await store.PutAsync(project ?? Samples.Project, new MemoryStream(content), NoLimit, Ct)).Value;

    private async Task<byte[]> ReadAsync(BlobName name, ProjectId? project = null) =>
        await AllAsync((await store.OpenAsync(project ?? Samples.Project, name, Ct))!);

    private static async Task<byte[]> AllAsync(Stream stream)
    {
        await using (stream)
        {
            var all = new MemoryStream();
            await stream.CopyToAsync(all, Ct);
            return all.ToArray();
        }
    }

    private string PathOf(BlobName name) => folder.Of($"blobs/{Samples.Project}/content/{name.Text[..2]}/{name.Text[2..4]}/{name.Text}");

    private string ArtifactPath(string name) => folder.Of($"blobs/{Samples.Project}/artifact/{name}");

    /// <summary>Gives so many bytes, then does something once, then ends.</summary>
    private sealed class StreamThatEnds(int bytes, Action then) : MemoryStream(Samples.Bytes(bytes))
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            if (read == 0)
                then();
            return read;
        }
    }

    /// <summary>A file on a disk with so many bytes left.</summary>
    private sealed class FullDiskFile(string path, long roomBytes) : FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0)
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position + buffer.Length > roomBytes ? throw new IOException("No space left on device") : base.WriteAsync(buffer, cancellationToken);
    }
}
