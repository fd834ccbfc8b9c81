using System.Security.Cryptography;

namespace Cloison.Storage.Sealing;

/// <summary>
/// The default custodian: one root key in a file that only the server's account may read. Losing the file loses every compartment;
/// keep a copy away from the data's backups, since whoever has both can read everything.
/// </summary>
public sealed class FileKeyCustodian : IKeyCustodian, IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly LocalRootKey root;

    private FileKeyCustodian(LocalRootKey root) => this.root = root;

    /// <summary>Makes a new root key file, mode 0600. It appears whole or not at all, and is on the disk when this returns.</summary>
    /// <exception cref="KeyCustodyException">A file is already there.</exception>
    public static FileKeyCustodian Create(string path)
    {
        var temporary = $"{path}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}.new";
        try
        {
            WriteNew(temporary);
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new KeyCustodyException(CustodyFailure.AlreadyThere, $"The root key file {path} is already there.");
        }
        finally
        {
            File.Delete(temporary);
        }

        DurableFolder.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return Open(path);
    }

    /// <summary>Reads the root key file.</summary>
    /// <exception cref="KeyCustodyException">Missing, corrupt, or readable by others: then restore it, or <c>chmod 600</c> it.</exception>
    /// <remarks>A missing file is never made here: with data that was sealed under the lost key, a new one would hide the loss.</remarks>
    public static FileKeyCustodian Open(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            // The mode of the open file, not of the path: nobody can swap it in between.
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & ~(OwnerOnly | UnixFileMode.UserExecute)) != 0)
                throw new KeyCustodyException(CustodyFailure.Exposed, $"Others may read the root key file {path}: chmod 600 it, and consider its key known.");
            Span<byte> text = stackalloc byte[RootKeyText.Bytes + 1];
            var length = file.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            var key = RootKeyText.Read(text[..length]);
            CryptographicOperations.ZeroMemory(text);
            return key is null
                ? throw new KeyCustodyException(CustodyFailure.Corrupt, $"The root key file {path} is cut off or altered: restore it from its copy.")
                : new FileKeyCustodian(new LocalRootKey(key));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KeyCustodyException(CustodyFailure.Missing, $"There is no root key file {path}.", missing);
        }
    }

    public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, CustodyContext context, CancellationToken ct) => new(root.Wrap(key.Span, context));

    public ValueTask UnwrapAsync(ReadOnlyMemory<byte> wrapped, CustodyContext context, Memory<byte> key, CancellationToken ct)
    {
        root.Unwrap(wrapped.Span, context, key.Span);
        return default;
    }

    public void Dispose() => root.Dispose();

    private static void WriteNew(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        Span<byte> text = stackalloc byte[RootKeyText.Bytes];
        using var key = PinnedKey.NewRandom();
        using var file = new FileStream(path, options);
        RootKeyText.Write(key, text);
        file.Write(text);
        CryptographicOperations.ZeroMemory(text);
        file.Flush(flushToDisk: true);
    }
}
