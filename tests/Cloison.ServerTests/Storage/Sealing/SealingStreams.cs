using Cloison.Storage.Sealing;

namespace Cloison.ServerTests.Storage.Sealing;

public sealed class SealingStreams(CustodianUnderTest keys) : IClassFixture<CustodianUnderTest>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<int> Sizes => [0, 1, 16383, 16384, 16385, 65536, 65535, 200_000];

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task A_streamed_message_is_an_envelope_and_the_other_way_round(int size)
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var sealer = ring.For(Samples.Project);
        var plain = Samples.Bytes(size);

        var streamed = await StreamedAsync(sealer, plain, pieceBytes: 1000);
        Assert.Equal(Envelope.SealedBytes(size), streamed.Length);
        Assert.Equal(plain, sealer.Open(Samples.Place, streamed));

        await using var opened = await sealer.OpenSeekableAsync(Samples.Place, new MemoryStream(sealer.Seal(Samples.Place, plain)), Ct);
        Assert.Equal(size, opened.Length);
        Assert.Equal(plain, await AllAsync(opened));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16383)]
    [InlineData(16384)]
    [InlineData(16385)]
    [InlineData(150_000)]
    public async Task How_the_input_is_cut_into_writes_does_not_matter(int pieceBytes)
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var sealer = ring.For(Samples.Project);
        var plain = Samples.Bytes(120_000);
        Assert.Equal(plain, sealer.Open(Samples.Place, await StreamedAsync(sealer, plain, pieceBytes)));

        var destination = new MemoryStream();
        await using var synchronous = sealer.SealTo(Samples.Place, destination);
        foreach (var piece in plain.Chunk(pieceBytes))
            synchronous.Write(piece);
        await synchronous.CompleteAsync(Ct);
        Assert.Equal(plain, sealer.Open(Samples.Place, destination.ToArray()));
    }

    [Fact]
    public async Task Any_range_equals_the_same_range_of_the_whole()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var sealer = ring.For(Samples.Project);
        foreach (var size in new[] { 1, 16384, 16385, 100_000, 180_224 })
        {
            var plain = Samples.Bytes(size);
            await using var opened = await sealer.OpenSeekableAsync(Samples.Place, new MemoryStream(sealer.Seal(Samples.Place, plain)), Ct);
            var dice = new Queue<byte>(Samples.Bytes(300 * 8, $"dice {size}"));
            for (var i = 0; i < 300; i++)
            {
                var from = Roll(dice, size + 1);
                var count = Roll(dice, Math.Min(size - from, i % 3 == 0 ? 20 : 90_000) + 1);
                opened.Position = from;
                var range = new byte[count];
                if (i % 2 == 0)
                    await opened.ReadExactlyAsync(range, Ct);
                else
                    opened.ReadExactly(range);
                Assert.True(plain.AsSpan(from, count).SequenceEqual(range), $"{count} bytes from {from} of {size}");
            }
        }
    }

    [Fact]
    public async Task Reading_goes_as_a_stream_should_at_and_beyond_the_end()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var sealer = ring.For(Samples.Project);
        await using var opened = await sealer.OpenSeekableAsync(Samples.Place, new MemoryStream(sealer.Seal(Samples.Place, [1, 2, 3])), Ct);
        Assert.Equal(1, opened.Seek(-2, SeekOrigin.End));
        Assert.Equal(2, opened.ReadByte());
        Assert.Equal(3, opened.ReadByte());
        Assert.Equal(-1, opened.ReadByte());
        Assert.Equal(1000, opened.Seek(997, SeekOrigin.Current));
        Assert.Equal(0, await opened.ReadAsync(new byte[10], Ct));
        Assert.Throws<ArgumentOutOfRangeException>(() => opened.Seek(-1, SeekOrigin.Begin));
    }

    [Fact]
    public async Task A_range_reads_only_the_chunks_it_touches()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var sealer = ring.For(Samples.Project);
        var source = new CountingStream(sealer.Seal(Samples.Place, Samples.Bytes(1 << 20)));
        await using var opened = await sealer.OpenSeekableAsync(Samples.Place, source, Ct);
        source.BytesRead = 0;
        opened.Position = 500_000;
        await opened.ReadExactlyAsync(new byte[100], Ct);
        Assert.Equal(16400, source.BytesRead);
    }

    [Fact]
    public async Task A_cut_file_is_refused_before_its_length_is_told()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var sealer = ring.For(Samples.Project);
        var envelope = sealer.Seal(Samples.Place, Samples.Bytes(100_000));
        foreach (var length in new[] { 10, 61, 77, 61 + 16400, 61 + 16400 + 16, 61 + 16400 + 500, envelope.Length - 1 })
            await Samples.BreakAsync(() => sealer.OpenSeekableAsync(Samples.Place, new MemoryStream(envelope[..length]), Ct));
        var source = new MemoryStream(envelope[..61]);
        await Samples.BreakAsync(() => sealer.OpenSeekableAsync(Samples.Place, source, Ct));
        Assert.False(source.CanRead, "A source that was taken over is closed on failure.");
    }

    [Fact]
    public async Task An_altered_chunk_in_the_middle_stops_the_reader_there()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var sealer = ring.For(Samples.Project);
        var plain = Samples.Bytes(200_000);
        var altered = Samples.Flipped(sealer.Seal(Samples.Place, plain), 61 + 16400 * 5 + 3);
        await using var opened = await sealer.OpenSeekableAsync(Samples.Place, new MemoryStream(altered), Ct);
        var whole = new byte[16384];
        await opened.ReadExactlyAsync(whole, Ct);
        Assert.Equal(plain[..16384], whole);
        opened.Position = 16384 * 5;
        Assert.Equal(SealBreak.Altered, await Samples.BreakAsync(async () => _ = await opened.ReadAsync(new byte[10], Ct)));
        Assert.Equal(SealBreak.Altered, await Samples.BreakAsync(async () => _ = await opened.ReadAsync(new byte[10], Ct)));
    }

    [Fact]
    public async Task A_writer_that_stops_half_way_leaves_nothing_that_opens()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var sealer = ring.For(Samples.Project);
        foreach (var size in new[] { 0, 100, 16384, 65536, 70_000, 131_072 })
        {
            var destination = new MemoryStream();
            await using (var sealing = sealer.SealTo(Samples.Place, destination))
                await sealing.WriteAsync(Samples.Bytes(size), Ct);
            Samples.Break(() => sealer.Open(Samples.Place, destination.ToArray()));
        }
    }

    [Fact]
    public async Task Nothing_can_be_written_after_the_end_or_after_a_failed_write()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var sealer = ring.For(Samples.Project);
        await using var complete = sealer.SealTo(Samples.Place, new MemoryStream());
        await complete.CompleteAsync(Ct);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await complete.WriteAsync(new byte[1], Ct));
        await Assert.ThrowsAsync<InvalidOperationException>(() => complete.CompleteAsync(Ct));

        await using var failing = sealer.SealTo(Samples.Place, new MemoryStream(new byte[10]));
        await Assert.ThrowsAsync<NotSupportedException>(() => failing.CompleteAsync(Ct));
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing.CompleteAsync(Ct));
    }

    [Fact]
    public async Task Revoking_the_key_stops_readers_and_writers_that_are_under_way()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var sealer = ring.For(Samples.Project);
        await using var opened = await sealer.OpenSeekableAsync(Samples.Place, new MemoryStream(sealer.Seal(Samples.Place, Samples.Bytes(100_000))), Ct);
        await using var sealing = sealer.SealTo(Samples.Place, new MemoryStream());
        await opened.ReadExactlyAsync(new byte[10], Ct);
        ring.Apply(ring.Plan.Revocation(Samples.Project));
        Assert.Equal(SealBreak.KeyRevoked, await Samples.BreakAsync(async () => _ = await opened.ReadAsync(new byte[10], Ct)));
        Assert.Equal(SealBreak.KeyRevoked, await Samples.BreakAsync(async () => await sealing.WriteAsync(new byte[20_000], Ct)));
    }

    [Fact]
    public async Task Sixty_four_mebibytes_pass_through_in_constant_memory()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var sealer = ring.For(Samples.Project);
        var piece = Samples.Bytes(1 << 20);
        using var folder = new TemporaryFolder();
        await using var file = new FileStream(folder.Of("sealed"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);

        // Per thread and without a synchronous hop: the synchronous calls, so that everything is counted.
        var before = GC.GetAllocatedBytesForCurrentThread();
        using (var sealing = sealer.SealTo(Samples.Place, file))
        {
            for (var i = 0; i < 64; i++)
                sealing.Write(piece);
            sealing.CompleteAsync(Ct).GetAwaiter().GetResult();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
        Assert.Equal(Envelope.SealedBytes(64 << 20), file.Length);

        file.Position = 0;
        await using var opened = await sealer.OpenSeekableAsync(Samples.Place, file, Ct);
        var buffer = new byte[1 << 20];
        before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 64; i++)
        {
            opened.ReadExactly(buffer);
            Assert.True(buffer.AsSpan().SequenceEqual(piece));
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    private static async Task<byte[]> StreamedAsync(Sealer sealer, byte[] plain, int pieceBytes)
    {
        var destination = new MemoryStream();
        await using var sealing = sealer.SealTo(Samples.Place, destination);
        for (var at = 0; at < plain.Length; at += pieceBytes)
            await sealing.WriteAsync(plain.AsMemory(at, Math.Min(pieceBytes, plain.Length - at)), Ct);
        await sealing.CompleteAsync(Ct);
        return destination.ToArray();
    }

    private static async Task<byte[]> AllAsync(Stream stream)
    {
        var all = new MemoryStream();
        await stream.CopyToAsync(all, Ct);
        return all.ToArray();
    }

    private static int Roll(Queue<byte> dice, int sides) =>
        (int)((uint)(dice.Dequeue() << 24 | dice.Dequeue() << 16 | dice.Dequeue() << 8 | dice.Dequeue()) % (uint)sides);

    private sealed class CountingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public long BytesRead { get; set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            BytesRead += read;
            return read;
        }
    }
}
