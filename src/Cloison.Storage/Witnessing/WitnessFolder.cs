using System.Security.Cryptography;
using System.Text;
using Cloison.Storage.Sealing;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Signatures;
using Cloison.Transparency.Witnessing;

namespace Cloison.Storage.Witnessing;

/// <summary>
/// A witness's folder: its private key (<c>key</c>, readable by its owner only) and the last checkpoint of each log (<c>HASH/checkpoint</c>, as it is served).
/// One process at a time.
/// </summary>
public sealed class WitnessFolder : IWitnessMemory, IDisposable
{
    private readonly string path;
    private readonly FileStream claim;

    /// <exception cref="IOException">Another witness runs on this folder, or it cannot be written.</exception>
    public WitnessFolder(string path)
    {
        this.path = Path.GetFullPath(path);
        DurableFolder.Create(this.path);
        try
        {
            claim = new(Path.Combine(this.path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException($"Another witness runs on {this.path}, or the folder cannot be written.", e);
        }

        Key = OpenKey();
    }

    public Ed25519Key Key { get; }

    /// <summary>Where a log's checkpoint lies below the witness's address: <c>HASH/checkpoint</c>.</summary>
    public static string PlaceOf(string origin) => $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)))}/checkpoint";

    public SignedNote? Last(string origin)
    {
        var file = Path.Combine(path, PlaceOf(origin));
        return File.Exists(file) ? SignedNote.Parse(File.ReadAllBytes(file)) : null;
    }

    public void Keep(string origin, SignedNote cosigned)
    {
        var file = Path.Combine(path, PlaceOf(origin));
        DurableFolder.Create(Path.GetDirectoryName(file)!);
        DurableFile.Replace(file, cosigned.ToUtf8());
    }

    public void Dispose()
    {
        Key.Dispose();
        claim.Dispose();
    }

    private Ed25519Key OpenKey()
    {
        var file = Path.Combine(path, "key");
        if (!File.Exists(file))
        {
            var seed = RandomNumberGenerator.GetBytes(Ed25519.SeedBytes);
            DurableFile.Replace(file, seed);
            CryptographicOperations.ZeroMemory(seed);
        }

        var read = File.ReadAllBytes(file);
        try
        {
            return read.Length == Ed25519.SeedBytes ? Ed25519Key.FromSeed(read) : throw new InvalidDataException($"{file} is no key: it has {read.Length} bytes instead of {Ed25519.SeedBytes}.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(read);
        }
    }
}
