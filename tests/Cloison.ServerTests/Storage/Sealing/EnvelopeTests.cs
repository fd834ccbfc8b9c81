using System.Security.Cryptography;
using Cloison.Storage.Sealing;

namespace Cloison.ServerTests.Storage.Sealing;

public sealed class EnvelopeTests : IDisposable
{
    private const int Number = 7;
    private readonly PinnedKey key = PinnedKey.NewRandom();

    public static TheoryData<int> Sizes => [0, 1, 600, 16383, 16384, 16385, 32767, 32768, 32769, 100_000];

    public void Dispose() => key.Dispose();

    [Theory]
    [MemberData(nameof(Sizes))]
    public void What_was_sealed_opens_and_both_lengths_follow_from_one_another(int size)
    {
        var plain = Samples.Bytes(size);
        var envelope = Seal(plain);
        Assert.Equal(envelope.Length, Envelope.SealedBytes(size));
        Assert.True(Envelope.TryPlainBytes(envelope.Length, out var plainBytes));
        Assert.Equal(size, plainBytes);
        Assert.Equal(plain, Open(envelope));
        Assert.True(Envelope.TryKeyNumber(envelope, out var number));
        Assert.Equal((uint)Number, number);
    }

    [Fact]
    public void The_layout_is_the_frozen_one()
    {
        var envelope = Seal(Samples.Bytes(600));
        Assert.Equal("0100000007", Convert.ToHexString(envelope[..5]));
        Assert.Equal(5 + 24 + 32 + 600 + 16, envelope.Length);
    }

    /// <summary>Computed from the layout's description with another library (Node's crypto): it must open for ever.</summary>
    [Fact]
    public void An_envelope_that_others_made_from_the_description_opens()
    {
        using var old = Samples.Key(Convert.FromHexString("2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683"));
        var compartment = CompartmentName.Of(CustomerId.Parse("cus_01jd8q00000000000000000000"));
        var envelope = Convert.FromHexString(FrozenEnvelope);
        var plain = new byte[5];
        Envelope.Open(old, compartment, new SealContext("task", "data", "tsk_01jd8q00000000000000000000"), envelope, plain);
        Assert.Equal("heron"u8, plain);
    }

    private const string FrozenEnvelope = "010000000763479ad69a090b258277ec8fba6f99419a2ffb24898151065a9a66fee8f995d159bad1ac2b31d58aee6446ade9109be8a62d4a9162ba75aa3c5a6be64f05fba7e2b4dcd883d696e336dbc4ba88";

    [Theory]
    [InlineData(40)]
    [InlineData(0)]
    public void Every_flipped_bit_of_a_small_envelope_is_noticed(int size)
    {
        var envelope = Seal(Samples.Bytes(size));
        for (var bit = 0; bit < envelope.Length * 8; bit++)
        {
            var altered = Samples.Flipped(envelope, bit / 8, (byte)(1 << (bit % 8)));
            var reason = Samples.Break(() => Open(altered));
            Assert.Equal(bit / 8 == 0 ? SealBreak.Malformed : bit / 8 < Envelope.HeaderBytes ? SealBreak.WrongPlaceOrKey : SealBreak.Altered, reason);
        }
    }

    [Fact]
    public void A_flipped_bit_anywhere_in_three_chunks_is_noticed()
    {
        var envelope = Seal(Samples.Bytes(40_000));
        for (var at = 0; at < envelope.Length; at += 97)
        {
            var altered = Samples.Flipped(envelope, at, 0x80);
            Samples.Break(() => Open(altered));
        }
    }

    [Fact]
    public void A_cut_at_any_chunk_edge_or_around_it_is_noticed()
    {
        var envelope = Seal(Samples.Bytes(3 * 16384 + 100));
        for (var chunk = 0; chunk <= 3; chunk++)
        {
            foreach (var around in new[] { -17, -16, -1, 0, 1, 15, 16, 17 })
            {
                var length = Envelope.HeaderBytes + chunk * 16400 + around;
                Samples.Break(() => Open(envelope[..length]));
            }
        }

        for (var length = 0; length < Envelope.HeaderBytes + 32; length++)
            Samples.Break(() => Open(envelope[..length]));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Bytes_added_at_the_end_are_noticed(int size)
    {
        var envelope = Seal(Samples.Bytes(size));
        foreach (var added in new[] { 1, 15, 16, 17, 16400 })
            Samples.Break(() => Open([.. envelope, .. new byte[added]]));
        Samples.Break(() => Open([.. envelope, .. envelope[Envelope.HeaderBytes..]]));
    }

    [Fact]
    public void Chunks_in_another_order_are_noticed()
    {
        var envelope = Seal(Samples.Bytes(3 * 16384 + 100));
        var (first, second) = (Envelope.HeaderBytes, Envelope.HeaderBytes + 16400);
        byte[] swapped = [.. envelope[..first], .. envelope[second..(second + 16400)], .. envelope[first..second], .. envelope[(second + 16400)..]];
        Assert.Equal(SealBreak.Altered, Samples.Break(() => Open(swapped)));
        byte[] dropped = [.. envelope[..first], .. envelope[second..]];
        Assert.Equal(SealBreak.Altered, Samples.Break(() => Open(dropped)));
    }

    [Fact]
    public void A_chunk_from_another_message_of_the_same_place_is_noticed()
    {
        var (one, other) = (Seal(Samples.Bytes(20_000, "one")), Seal(Samples.Bytes(20_000, "other")));
        byte[] mixed = [.. one[..(Envelope.HeaderBytes + 16400)], .. other[(Envelope.HeaderBytes + 16400)..]];
        Assert.Equal(SealBreak.Altered, Samples.Break(() => Open(mixed)));
    }

    [Fact]
    public void It_opens_only_at_its_place()
    {
        var envelope = Seal(Samples.Bytes(100));
        var place = Samples.Place;
        foreach (var elsewhere in new[] { place with { Table = "asset" }, place with { Column = "note" }, place with { Row = "tsk_2" } })
            Assert.Equal(SealBreak.WrongPlaceOrKey, Samples.Break(() => Open(envelope, elsewhere)));
        Assert.Equal(SealBreak.WrongPlaceOrKey, Samples.Break(() => Open(envelope, compartment: Samples.OtherCompartment)));
        Assert.Equal(SealBreak.WrongPlaceOrKey, Samples.Break(() => Open(Samples.Flipped(envelope, 4))));
        using var otherKey = PinnedKey.NewRandom();
        Assert.Equal(SealBreak.WrongPlaceOrKey, Samples.Break(() => Open(envelope, with: otherKey)));
    }

    [Fact]
    public void Fields_of_a_place_cannot_run_into_each_other()
    {
        var envelope = Seal(Samples.Bytes(10), new SealContext("ab", "c", "d"));
        Assert.Equal(SealBreak.WrongPlaceOrKey, Samples.Break(() => Open(envelope, new SealContext("a", "bc", "d"))));
        Assert.Equal(SealBreak.WrongPlaceOrKey, Samples.Break(() => Open(envelope, new SealContext("ab", "cd", "\0"))));
    }

    [Fact]
    public void A_place_that_would_bind_nothing_or_something_else_is_refused()
    {
        // Half surrogate pairs would all become the same replacement character.
        foreach (var row in new[] { "", null, "\ud800", "\udc00x" })
            Assert.ThrowsAny<ArgumentException>(() => Seal([1], new SealContext("task", "data", row!)));
        Assert.ThrowsAny<ArgumentException>(() => Seal([1], default(SealContext)));
    }

    [Fact]
    public void A_field_of_255_bytes_fits_and_one_of_256_does_not()
    {
        var longest = new string('é', 127) + "x";
        var place = new SealContext(longest, longest, longest);
        Assert.Equal([1, 2], Open(Seal([1, 2], place), place));
        Assert.ThrowsAny<ArgumentException>(() => Seal([1], place with { Row = longest + "x" }));
        Assert.ThrowsAny<ArgumentException>(() => Seal([1], place with { Row = new string('é', 128) }));
    }

    [Fact]
    public void A_failure_names_the_place_and_no_content()
    {
        var content = "the heron's secret"u8.ToArray();
        var altered = Samples.Flipped(Seal(content), Envelope.HeaderBytes);
        var broken = Assert.Throws<SealBrokenException>(() => Open(altered));
        Assert.Equal("The seal of task.data of tsk_1 does not open: Altered.", broken.Message);
        Assert.DoesNotContain("heron", broken.ToString(), StringComparison.Ordinal);
        Assert.IsAssignableFrom<CryptographicException>(broken);
    }

    [Fact]
    public void Nothing_of_an_altered_message_is_given_out()
    {
        var altered = Seal(Samples.Bytes(40_000));
        altered[^1] ^= 1;
        var plain = Enumerable.Repeat((byte)0xff, 40_000).ToArray();
        Samples.Break(() => Envelope.Open(key, Samples.Compartment, Samples.Place, altered, plain));
        Assert.All(plain, b => Assert.Equal(0, b));
    }

    [Fact]
    public void No_salt_comes_twice_and_equal_content_never_looks_equal()
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < 20_000; i++)
        {
            var envelope = Seal([1, 2, 3]);
            Assert.True(seen.Add(Convert.ToHexString(envelope, Envelope.PrefixBytes, Cobblestone.SaltBytes)));
            Assert.True(seen.Add(Convert.ToHexString(envelope, Envelope.HeaderBytes, 19)));
        }
    }

    [Fact]
    public void Lengths_that_no_envelope_has_are_refused()
    {
        foreach (var bytes in new long[] { long.MinValue, -1, 0, 1, Envelope.HeaderBytes, Envelope.HeaderBytes + 15, Envelope.HeaderBytes + 16400, Envelope.HeaderBytes + 16415, long.MaxValue })
            Assert.False(Envelope.TryPlainBytes(bytes, out _), $"{bytes}");
        Assert.True(Envelope.TryPlainBytes(Envelope.SealedBytes(Cobblestone.MaxPlainBytes), out var most));
        Assert.Equal(Cobblestone.MaxPlainBytes, most);
        Assert.Throws<ArgumentOutOfRangeException>(() => Envelope.SealedBytes(Cobblestone.MaxPlainBytes + 1));
    }

    private byte[] Seal(byte[] plain, SealContext? place = null) => Envelope.Seal(key, Number, Samples.Compartment, place ?? Samples.Place, plain);

    private byte[] Open(byte[] envelope, SealContext? place = null, CompartmentName? compartment = null, PinnedKey? with = null)
    {
        var at = place ?? Samples.Place;
        Envelope.ReadHeader(at, envelope, envelope.Length, out var plainBytes);
        var plain = new byte[plainBytes];
        Envelope.Open(with ?? key, compartment ?? Samples.Compartment, at, envelope, plain);
        return plain;
    }
}
