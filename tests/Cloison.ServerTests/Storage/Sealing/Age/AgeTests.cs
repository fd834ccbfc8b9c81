using System.Security.Cryptography;
using System.Text;
using Cloison.Storage.Sealing.Age;

namespace Cloison.ServerTests.Storage.Sealing.Age;

public sealed class AgeTests
{
    private const int Chunk = AgeFormat.ChunkBytes;
    private const int Tag = AgeFormat.TagBytes;

    private readonly AgeIdentity identity = AgeIdentity.NewRandom();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData(2 * Chunk)]
    [InlineData(3 * Chunk + 777)]
    public async Task What_is_encrypted_opens_again(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        Assert.Equal(content, await OpenAsync(await SealAsync(content), identity));
    }

    [Fact]
    public async Task Each_of_several_recipients_opens_it_and_nobody_else()
    {
        using var other = AgeIdentity.NewRandom();
        using var stranger = AgeIdentity.NewRandom();
        var file = await SealAsync("for two"u8.ToArray(), identity.Recipient, other.Recipient);
        Assert.Equal("for two"u8.ToArray(), await OpenAsync(file, identity));
        Assert.Equal("for two"u8.ToArray(), await OpenAsync(file, other));
        Assert.Equal("This file is not for this identity.", (await Assert.ThrowsAsync<AgeException>(() => OpenAsync(file, stranger))).Message);
    }

    [Fact]
    public async Task Every_changed_byte_of_the_header_is_noticed()
    {
        var file = await SealAsync("content"u8.ToArray());
        for (var i = 0; i < file.Length; i++)
        {
            var changed = (byte[])file.Clone();
            changed[i] ^= 1;
            await Assert.ThrowsAsync<AgeException>(() => OpenAsync(changed, identity));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Chunk)]
    [InlineData(2 * Chunk)]
    [InlineData(2 * Chunk + 5)]
    public async Task A_file_that_was_cut_off_continued_or_put_in_another_order_fails(int length)
    {
        var file = await SealAsync(RandomNumberGenerator.GetBytes(length));
        var payload = file.Length - (length + Tag * Math.Max(1, (length + Chunk - 1) / Chunk));
        foreach (var cut in new[] { 1, 7, Tag, Tag + 1, length % Chunk + Tag, Chunk + Tag, file.Length - payload, file.Length - payload + 3 }.Where(c => c <= file.Length).Distinct())
            await Assert.ThrowsAsync<AgeException>(() => OpenAsync(file[..^cut], identity));
        await Assert.ThrowsAsync<AgeException>(() => OpenAsync([.. file, 0], identity));
        await Assert.ThrowsAsync<AgeException>(() => OpenAsync([.. file, .. file[payload..]], identity));
        if (length >= 2 * Chunk)
            await Assert.ThrowsAsync<AgeException>(() => OpenAsync(
                [.. file[..payload], .. file[(payload + Chunk + Tag)..(payload + 2 * (Chunk + Tag))], .. file[payload..(payload + Chunk + Tag)], .. file[(payload + 2 * (Chunk + Tag))..]], identity));
    }

    [Fact]
    public async Task An_empty_chunk_after_others_is_refused_although_it_is_well_sealed()
    {
        var (file, fileKey) = ForgeHeader(identity.Recipient);
        var nonce = file[^AgeFormat.PayloadNonceBytes..];
        var forged = new List<byte>(file);
        using var cipher = AgeFormat.PayloadCipher(fileKey, nonce);
        forged.AddRange(SealChunk(cipher, 0, isLast: false, new byte[Chunk]));
        forged.AddRange(SealChunk(cipher, 1, isLast: true, []));
        await Assert.ThrowsAsync<AgeException>(() => OpenAsync([.. forged], identity));
        // The control: the same forge with something in the last chunk opens.
        byte[] good = [.. file, .. SealChunk(cipher, 0, isLast: false, new byte[Chunk]), .. SealChunk(cipher, 1, isLast: true, [7])];
        Assert.Equal(Chunk + 1, (await OpenAsync(good, identity)).Length);
    }

    [Theory]
    [InlineData("age-encryption.org/v1\n", "age-encryption.org/v2\n")]
    [InlineData("age-encryption.org/v1\n", "age-encryption.org/v1\r\n")]
    [InlineData("age-encryption.org/v1\n", " age-encryption.org/v1\n")]
    [InlineData("-> X25519 ", "->  X25519 ")]
    [InlineData("-> X25519 ", "->X25519 ")]
    [InlineData("-> X25519 ", "-> x25519 ")]
    [InlineData("-> X25519 ", "-> X25519 more ")]
    [InlineData("\n--- ", "\n---  ")]
    [InlineData("\n--- ", "\n---")]
    [InlineData("\n--- ", "=\n--- ")]
    [InlineData("\n--- ", "\n\n--- ")]
    [InlineData("\n--- ", "\n-> \n\n--- ")]
    [InlineData("\n--- ", "\n-> other\n--- ")]
    [InlineData("\n--- ", "\n-> other\n\n--- ")]
    public async Task A_header_in_another_spelling_is_refused(string part, string instead)
    {
        var file = Encoding.Latin1.GetString(await SealAsync("content"u8.ToArray()));
        var at = file.IndexOf(part, StringComparison.Ordinal);
        Assert.True(at >= 0);
        await Assert.ThrowsAsync<AgeException>(() => OpenAsync(Encoding.Latin1.GetBytes(file[..at] + instead + file[(at + part.Length)..]), identity));
    }

    [Fact]
    public async Task Stanzas_of_other_kinds_are_passed_over_when_the_mac_is_right()
    {
        var (file, fileKey) = ForgeHeader(identity.Recipient, "-> grease with words\n" + new string('A', 64) + "\n" + new string('A', 64) + "\n\n");
        using var cipher = AgeFormat.PayloadCipher(fileKey, file.AsSpan(file.Length - AgeFormat.PayloadNonceBytes));
        Assert.Equal([1, 2], await OpenAsync([.. file, .. SealChunk(cipher, 0, isLast: true, [1, 2])], identity));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no age file at all")]
    [InlineData("age-encryption.org/v1\n")]
    [InlineData("age-encryption.org/v1\n--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n")]
    [InlineData("age-encryption.org/v1\n-> X25519 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n")]
    [InlineData("age-encryption.org/v1\n-> X25519 AAAA\nAAAA\n--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n")]
    public async Task What_is_no_file_of_ours_fails_in_order(string file) =>
        await Assert.ThrowsAsync<AgeException>(() => OpenAsync(Encoding.ASCII.GetBytes(file), identity));

    [Fact]
    public void Keys_have_the_texts_that_age_gives_them()
    {
        // From the specification's own example.
        Assert.True(AgeIdentity.TryParse("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX", out var known));
        Assert.Equal("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj", known.Recipient.ToString());
        Assert.True(AgeRecipient.TryParse(identity.Recipient.ToString(), out var recipient));
        Assert.Equal(identity.Recipient.ToString(), recipient.ToString());
        Assert.True(AgeIdentity.TryParse(identity.ToSecretText(), out var again));
        Assert.Equal(identity.Recipient.ToString(), again.Recipient.ToString());
        var text = recipient.ToString();
        foreach (var wrong in new[] { "", "age1", text[..^1], text + "q", text.ToUpperInvariant(), "b" + text[1..], text[..10] + (text[10] == 'q' ? 'p' : 'q') + text[11..], identity.ToSecretText(), "age1b" + text[5..] })
            Assert.False(AgeRecipient.TryParse(wrong, out _), wrong);
    }

    [Fact]
    public async Task A_writer_that_stops_half_way_leaves_nothing_that_opens()
    {
        using var file = new MemoryStream();
        await using (var age = await AgeWriteStream.StartAsync(file, [identity.Recipient], Ct))
            await age.WriteAsync(new byte[3 * Chunk], Ct);
        await Assert.ThrowsAsync<AgeException>(() => OpenAsync(file.ToArray(), identity));
    }

    internal static async Task<byte[]> SealAsync(byte[] content, params AgeRecipient[] recipients)
    {
        using var file = new MemoryStream();
        await using (var age = await AgeWriteStream.StartAsync(file, recipients, Ct))
        {
            // In pieces of all sizes.
            for (var (at, piece) = (0, 1); at < content.Length; at += piece, piece = piece * 3 + 1)
                await age.WriteAsync(content.AsMemory(at, Math.Min(piece, content.Length - at)), Ct);
            await age.CompleteAsync(Ct);
        }

        return file.ToArray();
    }

    internal static async Task<byte[]> OpenAsync(byte[] file, AgeIdentity identity)
    {
        await using var age = await AgeReadStream.OpenAsync(new MemoryStream(file), identity, Ct);
        using var content = new MemoryStream();
        await age.CopyToAsync(content, Ct);
        return content.ToArray();
    }

    private Task<byte[]> SealAsync(byte[] content) => SealAsync(content, identity.Recipient);

    /// <summary>A header made by hand, up to and with the payload's nonce.</summary>
    private static (byte[] File, byte[] FileKey) ForgeHeader(AgeRecipient recipient, string more = "")
    {
        var (fileKey, secret, shared) = (new byte[16], RandomNumberGenerator.GetBytes(32), new byte[32]);
        var share = X25519.PublicKey(secret);
        Assert.True(X25519.TryAgree(secret, recipient.Key, shared));
        var wrapped = new byte[32];
        using (var wrapping = new ChaCha20Poly1305(AgeFormat.WrapKey(shared, share, recipient)))
            wrapping.Encrypt(new byte[12], fileKey, wrapped.AsSpan(0, 16), wrapped.AsSpan(16));
        var header = $"age-encryption.org/v1\n{more}-> X25519 {AgeFormat.Encode(share)}\n{AgeFormat.Encode(wrapped)}\n---";
        return ([.. Encoding.ASCII.GetBytes($"{header} {AgeFormat.Encode(AgeFormat.HeaderMac(fileKey, header))}\n"), .. new byte[16]], fileKey);
    }

    private static byte[] SealChunk(ChaCha20Poly1305 cipher, long chunk, bool isLast, byte[] plain)
    {
        var (nonce, message) = (new byte[12], new byte[plain.Length + Tag]);
        AgeFormat.WriteNonce(chunk, isLast, nonce);
        cipher.Encrypt(nonce, plain, message.AsSpan(0, plain.Length), message.AsSpan(plain.Length));
        return message;
    }
}
