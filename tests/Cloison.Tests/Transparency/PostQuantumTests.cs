using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Cloison.Transparency;
using Cloison.Transparency.Merkle;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Signatures;

namespace Cloison.Tests.Transparency;

/// <summary>The second signature, ML-DSA-44: its form everywhere, its mathematics where the platform has it.</summary>
public sealed class PostQuantumTests : IDisposable
{
    private static readonly Checkpoint Some = new("log.example", 20_852_163, TreeHash.Of(SHA256.HashData("x"u8)));
    private readonly Ed25519Key key = Ed25519Key.FromSeed(new byte[32]);
    private readonly LogSigner first;

    public PostQuantumTests() => first = new("log.example", key);

    public void Dispose() => key.Dispose();

    [Fact]
    public void A_public_key_has_1312_bytes_and_its_id_is_that_of_the_specification()
    {
        var bytes = RandomNumberGenerator.GetBytes(MlDsa44.PublicKeyBytes);
        var made = NoteKey.Of("log.example", NoteKeyType.MlDsa44, bytes);
        Assert.Equal(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. "log.example\n"u8, 0x06, .. bytes])), made.Id);
        Assert.True(NoteKey.TryParse(made.ToString(), out var read));
        Assert.Equal(made, read);
        Assert.Throws<ArgumentException>(() => NoteKey.Of("log.example", NoteKeyType.MlDsa44, bytes.AsSpan(1)));
        Assert.False(NoteKey.TryParse($"log.example+{made.Id:x8}+{Convert.ToBase64String([0x06, .. bytes.AsSpan(0, 32)])}", out _));
        Assert.False(NoteKey.TryParse($"log.example+{made.Id:x8}+{Convert.ToBase64String([0x01, .. bytes])}", out _));
    }

    [Fact]
    public void What_is_signed_is_the_struct_of_the_specification()
    {
        // c2sp.org/tlog-cosignature: label, name, time, origin, start, end, hash.
        var message = SubtreeCosigner.CosignedMessage("w", 0x0102030405060708, Some);
        Assert.Equal(
            Convert.ToHexStringLower([
                .. "subtree/v1\n\0"u8, 1, (byte)'w', 1, 2, 3, 4, 5, 6, 7, 8, 11, .. "log.example"u8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x01, 0x3e, 0x2d, 0xc3, .. Some.Root.ToArray(),
            ]),
            Convert.ToHexStringLower(message));
        Assert.Throws<NoteException>(() => SubtreeCosigner.CosignedMessage(new string('w', 256), 0, Some));
    }

    [Fact]
    public void Where_it_cannot_be_checked_the_first_signature_decides_and_the_second_is_named()
    {
        Assert.SkipWhen(MlDsa44.IsSupported, "This machine can check ML-DSA-44.");
        var second = NoteKey.Of("log.example", NoteKeyType.MlDsa44, RandomNumberGenerator.GetBytes(MlDsa44.PublicKeyBytes));
        var line = new NoteSignature(second.Name, second.Id, RandomNumberGenerator.GetBytes(8 + MlDsa44.SignatureBytes));
        var note = Some.Sign(first).With(line);
        note = SignedNote.Parse(note.ToUtf8());
        Assert.Equal([first.Key], Checkpoint.Open(note, [first.Key, second]).Signatures.Select(s => s.Key));
        Assert.Equal([second], note.Unchecked([first.Key, second]));
        Assert.Empty(note.Unchecked([first.Key]));
        // It proves nothing alone, and it saves no note whose first signature is wrong.
        Assert.Throws<NoteException>(() => Checkpoint.Open(note, [second]));
        Assert.Throws<NoteException>(() => Checkpoint.Open(note with { Text = (Some with { Size = 1 }).ToString() }, [first.Key, second]));
    }

    [Fact]
    public void Where_it_can_be_checked_a_wrong_one_voids_the_note()
    {
        Assert.SkipUnless(MlDsa44.IsSupported, "This machine has no ML-DSA (OpenSSL older than 3.5).");
        using var second = new SubtreeCosigner("log.example", new byte[MlDsa44.SeedBytes], TimeProvider.System);
        var note = SignedNote.Parse(Some.Sign(first, second).ToUtf8());
        Assert.Equal([first.Key, second.Key], Checkpoint.Open(note, [first.Key, second.Key]).Signatures.Select(s => s.Key));
        Checkpoint.Open(note, [second.Key]);
        Assert.Empty(note.Unchecked([first.Key, second.Key]));
        var bytes = note.Signatures[1].Bytes.ToArray();
        bytes[^1] ^= 1;
        Assert.Throws<NoteException>(() => (note with { Signatures = [note.Signatures[0], note.Signatures[1] with { Bytes = bytes }] }).Verify([first.Key, second.Key]));
        Assert.Throws<NoteException>(() => second.Sign("no checkpoint\n"));
    }

    [Fact]
    public void A_kind_of_key_that_nobody_knows_is_no_key_and_its_signatures_are_passed_over()
    {
        Assert.False(NoteKey.TryParse($"log.example+12345678+{Convert.ToBase64String([0x09, .. new byte[32]])}", out _));
        var note = SignedNote.Parse(Some.Sign(first).With(new NoteSignature("log.example", 1, new byte[3_000])).ToUtf8());
        Assert.Single(note.Verify([first.Key]));
        Assert.Equal("log.example\n20852163\n", Encoding.UTF8.GetString(note.ToUtf8())[..21]);
    }
}
