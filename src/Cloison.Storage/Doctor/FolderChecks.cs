using Cloison.Storage.Sealing;

namespace Cloison.Storage.Doctor;

/// <summary>The folder itself: who holds it, the root key, room.</summary>
internal static class FolderChecks
{
    /// <summary>A full disk stops the work of everybody; below this it is time to act.</summary>
    private const long LeastFreeBytes = 1L << 30;

    private const double LeastFreeShare = 0.05;

    /// <returns>The lock, to be held while the folder is examined; null when another process has it.</returns>
    public static (FileStream? Lock, Finding Finding) Lock(string dataFolder)
    {
        try
        {
            var file = new FileStream(Path.Combine(dataFolder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return (file, Finding.Fine(dataFolder, "lock", "no server is running on it"));
        }
        catch (IOException)
        {
            return (null, Finding.Problem(dataFolder, "lock", "A server is running on this folder: what changes cannot be examined. Stop it first."));
        }
    }

    public static (FileKeyCustodian? Custodian, Finding Finding) RootKey(string dataFolder)
    {
        try
        {
            return (FileKeyCustodian.Open(Path.Combine(dataFolder, "root.key")), Finding.Fine("root.key", "root key", "whole, and readable by its owner only"));
        }
        catch (KeyCustodyException e)
        {
            return (null, Finding.Problem("root.key", "root key", e.Message));
        }
    }

    public static Finding Room(string dataFolder)
    {
        var drive = new DriveInfo(dataFolder);
        var (free, share) = (drive.AvailableFreeSpace, (double)drive.AvailableFreeSpace / drive.TotalSize);
        var text = $"{free / (1L << 20):N0} MiB free ({share:P0})";
        return free < LeastFreeBytes || share < LeastFreeShare
            ? Finding.Problem(dataFolder, "free space", $"{text}: the server stops taking work when there is none.")
            : Finding.Fine(dataFolder, "free space", text);
    }
}
