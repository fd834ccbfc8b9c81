using System.Security.Cryptography;
using System.Text;
using Cloison.Storage.Sealing;

namespace Cloison.ServerTests.Storage.Sealing;

/// <summary>Content, ids and keys for the tests of sealing and blobs.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly ProjectId Project = ProjectId.New(Now);
    public static readonly ProjectId OtherProject = ProjectId.New(Now);
    public static readonly CompartmentName Compartment = CompartmentName.Of(CustomerId.New(Now));
    public static readonly CompartmentName OtherCompartment = CompartmentName.Of(CustomerId.New(Now));
    public static readonly SealContext Place = new("task", "data", "tsk_1");

    /// <summary>The same bytes for the same seed, on every machine.</summary>
    public static byte[] Bytes(long count, string seed = "content")
    {
        using var aes = Aes.Create();
        aes.Key = SHA256.HashData(Encoding.UTF8.GetBytes(seed));
        return aes.EncryptCbc(new byte[count], new byte[16], PaddingMode.Zeros)[..(int)count];
    }

    public static PinnedKey Key(byte[] bytes) => PinnedKey.Filled(bytes, static (key, b) => b.CopyTo(key));

    /// <summary>A ring with keys for <see cref="Project"/> and <see cref="OtherProject"/>.</summary>
    public static async Task<KeyRing> RingAsync(IKeyCustodian custodian, CompartmentName? compartment = null)
    {
        var ring = await KeyRing.CreateAsync(compartment ?? Compartment, custodian, TimeProvider.System, TestContext.Current.CancellationToken);
        ring.Apply([ring.Plan.NewProject(Project)]);
        ring.Apply([ring.Plan.NewProject(OtherProject)]);
        return ring;
    }

    public static SealBreak Break(Action open) => Assert.Throws<SealBrokenException>(open).Reason;

    public static async Task<SealBreak> BreakAsync(Func<Task> open) => (await Assert.ThrowsAsync<SealBrokenException>(open)).Reason;

    public static byte[] Flipped(byte[] bytes, int at, byte mask = 1)
    {
        var copy = (byte[])bytes.Clone();
        copy[at] ^= mask;
        return copy;
    }
}
