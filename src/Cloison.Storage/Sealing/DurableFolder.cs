using System.Runtime.InteropServices;
using System.Text;

namespace Cloison.Storage.Sealing;

/// <summary>Makes new names in a folder survive a power cut: on Unix a rename is only durable once the folder itself was flushed.</summary>
internal static class DurableFolder
{
    private const int ReadOnlyFlag = 0;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the folder and its missing parents, mode 0700, each entered durably into the one above.</summary>
    public static void Create(string path)
    {
        if (Directory.Exists(path))
            return;
        var parent = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(parent))
            Create(parent);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly);
        if (!string.IsNullOrEmpty(parent))
            Flush(parent);
    }

    /// <summary>fsync of a folder; .NET has no call for it. Nothing to do on Windows, where NTFS journals names.</summary>
    /// <exception cref="IOException">The disk did not take it.</exception>
    public static void Flush(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var file = OpenFolder(Encoding.UTF8.GetBytes(path + '\0'), ReadOnlyFlag);
        if (file < 0)
            throw Failed(path);
        try
        {
            if (FlushToDisk(file) != 0)
                throw Failed(path);
        }
        finally
        {
            _ = Close(file);
        }
    }

    private static IOException Failed(string path) => new($"The folder {path} could not be flushed to disk: {Marshal.GetLastPInvokeErrorMessage()}.");

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenFolder(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FlushToDisk(int file);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int file);
}
