using Cloison.ServerTests.Storage.Sealing;
using Cloison.Storage.Sealing;

namespace Cloison.ServerTests.Custody;

/// <summary>A ring whose keys go and come back while sealers, streams and indexes made from it live on.</summary>
public sealed class LockingTests(CustodianUnderTest keys) : IClassFixture<CustodianUnderTest>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SealBreak.Locked)]
    [InlineData(SealBreak.KeyRevoked)]
    public async Task Sealers_fail_while_the_ring_is_locked_say_why_and_work_again_afterwards(SealBreak why)
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var sealer = ring.For(Samples.Project);
        var (before, index) = (sealer.Seal(Samples.Place, "heron"u8), ring.Index.Of("task.external_id", "a"));
        ring.Lock(why);
        Assert.True(ring.IsLocked);
        Assert.False(ring.CanOpen(Samples.Project));
        Assert.True(ring.Knows(Samples.Project));
        Assert.False(ring.IsWithheld(Samples.Project));
        Assert.Equal(why, Samples.Break(() => sealer.Open(Samples.Place, before)));
        Assert.Equal(why, Samples.Break(() => sealer.Seal(Samples.Place, "egret"u8)));
        Assert.Equal(why, Samples.Break(() => ring.Index.Of("task.external_id", "a")));
        Assert.Equal(why, Samples.Break(() => ring.Plan.NewProject(ProjectId.New(Samples.Now))));

        await ring.UnlockAsync(keys.Custodian, why: null, Ct);
        Assert.Equal("heron"u8, sealer.Open(Samples.Place, before));
        Assert.Equal(index, ring.Index.Of("task.external_id", "a"));
    }

    [Fact]
    public async Task A_stream_is_cut_at_its_next_chunk_and_stays_so()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var sealer = ring.For(Samples.Project);
        var content = Samples.Bytes(500_000);
        using var sealedContent = new MemoryStream(sealer.Seal(Samples.Place, content));
        await using var reading = await sealer.OpenSeekableAsync(Samples.Place, sealedContent, Ct);
        using var target = new MemoryStream();
        await using var writing = sealer.SealTo(Samples.Place, target);
        await writing.WriteAsync(content, Ct);
        var room = new byte[100];
        await reading.ReadExactlyAsync(room, Ct);
        ring.Lock();
        Assert.Equal(SealBreak.KeyRevoked, await Samples.BreakAsync(() => reading.ReadExactlyAsync(room, Ct).AsTask()));
        Assert.Equal(SealBreak.KeyRevoked, await Samples.BreakAsync(() => writing.CompleteAsync(Ct)));
        await ring.UnlockAsync(keys.Custodian, why: null, Ct);
        Assert.Equal(SealBreak.KeyRevoked, await Samples.BreakAsync(() => reading.ReadExactlyAsync(room, Ct).AsTask()));
        Assert.Equal(content, sealer.Open(Samples.Place, sealedContent.ToArray()));
    }

    [Fact]
    public async Task Rows_that_come_while_the_ring_is_locked_count_when_it_opens()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var revocation = ring.Plan.Revocation(Samples.Project);
        ring.Lock();
        ring.Apply(revocation);
        Assert.True(ring.IsWithheld(Samples.Project));
        await ring.UnlockAsync(keys.Custodian, why: null, Ct);
        Assert.False(ring.CanOpen(Samples.Project));
        Assert.True(ring.CanOpen(Samples.OtherProject));
        Assert.Equal(SealBreak.KeyRevoked, Samples.Break(() => ring.For(Samples.Project).Seal(Samples.Place, [])));
    }

    [Fact]
    public async Task A_revocation_that_comes_while_the_custodian_is_asked_wins()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        ring.Lock();
        var revoked = false;
        await ring.UnlockAsync(
            new Interrupting(keys.Custodian, () =>
            {
                revoked = true;
                ring.Lock(SealBreak.KeyRevoked);
            }),
            why: null, Ct, () => !revoked);
        Assert.True(ring.IsLocked);
        Assert.Equal(SealBreak.KeyRevoked, Samples.Break(() => ring.For(Samples.Project).Seal(Samples.Place, [])));
    }

    [Fact]
    public async Task A_ring_that_was_disposed_does_not_open_again()
    {
        var ring = await Samples.RingAsync(keys.Custodian);
        ring.Dispose();
        await ring.UnlockAsync(keys.Custodian, why: null, Ct);
        Assert.True(ring.IsLocked);
    }

    private sealed class Interrupting(IKeyCustodian inner, Action interrupt) : IKeyCustodian
    {
        public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, CustodyContext context, CancellationToken ct) => inner.WrapAsync(key, context, ct);

        public async ValueTask UnwrapAsync(ReadOnlyMemory<byte> wrapped, CustodyContext context, Memory<byte> key, CancellationToken ct)
        {
            await inner.UnwrapAsync(wrapped, context, key, ct);
            interrupt();
        }
    }
}
