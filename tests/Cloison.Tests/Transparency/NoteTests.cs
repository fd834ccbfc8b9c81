using System.Text;
using Cloison.Transparency;
using Cloison.Transparency.Merkle;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Signatures;

namespace Cloison.Tests.Transparency;

public sealed class NoteTests
{
    private static readonly byte[] Seed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] OtherSeed = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Fact]
    public void A_note_is_believed_when_a_known_key_signed_it()
    {
        using var key = Ed25519Key.FromSeed(Seed);
        var signer = new LogSigner("log.example/heron", key);
        var note = SignedNote.Parse(SignedNote.Sign("first\n\nsecond\n", signer).ToUtf8());
        Assert.Equal("first\n\nsecond\n", note.Text);
        Assert.Equal(signer.Key, Assert.Single(note.Verify([signer.Key])).Key);
    }

    [Fact]
    public void One_changed_byte_anywhere_is_noticed()
    {
        using var key = Ed25519Key.FromSeed(Seed);
        var signer = new LogSigner("log.example/heron", key);
        var good = SignedNote.Sign("size 5\n", signer).ToUtf8();
        for (var at = 0; at < good.Length; at++)
        {
            var bad = (byte[])good.Clone();
            bad[at] ^= 1;
            Assert.Throws<NoteException>(() => SignedNote.Parse(bad).Verify([signer.Key]));
        }

        for (var length = 0; length < good.Length; length++)
            Assert.Throws<NoteException>(() => SignedNote.Parse(good.AsSpan(0, length)).Verify([signer.Key]));
    }

    [Fact]
    public void An_unknown_signature_is_passed_over_and_a_wrong_one_of_a_known_key_is_not()
    {
        using var key = Ed25519Key.FromSeed(Seed);
        using var other = Ed25519Key.FromSeed(OtherSeed);
        var (log, witness) = (new LogSigner("log.example", key), new LogSigner("other.example", other));
        var note = SignedNote.Sign("text\n", log, witness);
        Assert.Single(note.Verify([log.Key]));
        Assert.Equal(2, note.Verify([log.Key, witness.Key]).Count);
        var forged = note with { Signatures = [note.Signatures[0], note.Signatures[1] with { Bytes = note.Signatures[0].Bytes }] };
        Assert.Single(forged.Verify([log.Key]));
        Assert.Throws<NoteException>(() => forged.Verify([log.Key, witness.Key]));
    }

    [Fact]
    public void A_cosignature_says_when_and_is_not_the_logs_own()
    {
        using var key = Ed25519Key.FromSeed(Seed);
        var time = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
        var witness = new Cosigner("witness.example", key, new FixedClock(time));
        var log = new LogSigner("log.example", key);
        var note = new Checkpoint("log.example", 0, TreeHash.EmptyRoot).Sign(log).With([witness.Sign("log.example\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]);
        var (_, signatures) = Checkpoint.Open(note, [log.Key, witness.Key]);
        Assert.Equal([null, time], signatures.Select(s => s.Time));
        // The witness alone does not make it the log's.
        Assert.Throws<NoteException>(() => Checkpoint.Open(note, [witness.Key]));
        var later = note.Signatures[1].Bytes.ToArray();
        later[7]++;
        Assert.Throws<NoteException>(() => (note with { Signatures = [note.Signatures[1] with { Bytes = later }] }).Verify([witness.Key]));
    }

    [Fact]
    public void Another_log_s_checkpoint_is_not_this_log_s()
    {
        using var key = Ed25519Key.FromSeed(Seed);
        var signer = new LogSigner("log.example/heron", key);
        var foreign = new Checkpoint("log.example/otter", 0, TreeHash.EmptyRoot).Sign(signer);
        Assert.Throws<NoteException>(() => Checkpoint.Open(foreign, [signer.Key]));
    }

    [Theory]
    [InlineData("log\n05\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("log\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("log\n99999999999999999999\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("log\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n")]
    [InlineData("log\n5\nshort\n")]
    [InlineData("log\n5\n")]
    [InlineData("\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("log\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")]
    public void What_is_no_checkpoint_is_refused(string text) => Assert.Throws<NoteException>(() => Checkpoint.Parse(text));

    [Fact]
    public void A_receipt_proves_its_entry_and_nothing_else()
    {
        using var key = Ed25519Key.FromSeed(Seed);
        var log = new LogSigner("log.example", key);
        var tree = MemoryTree.OfNumbers(300);
        var note = new Checkpoint("log.example", 300, tree.Frontier.Root).Sign(log);
        var text = new LogProof(7, TreeMath.Inclusion(tree.At(300), 7, 300), note, [1, 2, 3]).ToString();
        var proof = LogProof.Parse(text);
        Assert.Equal(text, proof.ToString());
        Assert.Equal([1, 2, 3], proof.Extra);
        Assert.Equal(300, proof.Verify(MemoryTree.Entry(7), [log.Key]).Checkpoint.Size);
        Assert.Throws<NoteException>(() => proof.Verify(MemoryTree.Entry(8), [log.Key]));
        Assert.Throws<NoteException>(() => (proof with { Index = 8 }).Verify(MemoryTree.Entry(7), [log.Key]));
        foreach (var bad in new[] { "", "c2sp.org/tlog-proof@v2\n", text.Replace("index 7", "index 07"), text.Replace("index 7\n", ""), text.Replace("extra AQID", "extra AQI"), text[..text.IndexOf("\n\n", StringComparison.Ordinal)] })
            Assert.Throws<NoteException>(() => LogProof.Parse(bad));
    }

    [Fact]
    public void A_key_is_read_as_it_is_written_and_only_so()
    {
        using var key = Ed25519Key.FromSeed(Seed);
        var written = NoteKey.Of("log.example/heron", NoteKeyType.Ed25519, key.PublicKey.Span).ToString();
        Assert.True(NoteKey.TryParse(written, out var read));
        Assert.Equal(written, read!.ToString());
        foreach (var bad in new[] { "", "a+b", written[..^1], written.Replace("log", "lag"), written.Replace('A', 'B'), written + "=", written.ToUpperInvariant(), "log example" + written["log.example".Length..] })
            Assert.False(NoteKey.TryParse(bad, out _), bad);
        Assert.Throws<ArgumentException>(() => NoteKey.Of("a+b", NoteKeyType.Ed25519, key.PublicKey.Span));
    }

    [Fact]
    public void The_first_example_of_RFC_8032_is_reproduced()
    {
        using var key = Ed25519Key.FromSeed(Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
        Assert.Equal("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", Convert.ToHexStringLower(key.PublicKey.Span));
        var signature = key.Sign([]);
        Assert.Equal("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b", Convert.ToHexStringLower(signature));
        Assert.True(Ed25519.Verify(key.PublicKey.Span, [], signature));
        Assert.False(Ed25519.Verify(key.PublicKey.Span, Encoding.ASCII.GetBytes("x"), signature));
    }

    private sealed class FixedClock(DateTimeOffset time) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time;
    }
}
