namespace Cloison.Storage.Sealing;

/// <summary>Small files that must survive a power cut whole.</summary>
internal static class DurableFile
{
    /// <summary>The old bytes or the new ones, whatever happens; readable by the owner only. Returns when it would survive a power cut.</summary>
    public static void Replace(string file, ReadOnlySpan<byte> bytes)
    {
        var written = file + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(written, options))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }

        File.Move(written, file, overwrite: true);
        DurableFolder.Flush(Path.GetDirectoryName(file)!);
    }
}
