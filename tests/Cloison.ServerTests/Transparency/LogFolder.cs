using System.Text;
using Cloison.Transparency;
using Cloison.Transparency.Merkle;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Tiles;

namespace Cloison.ServerTests.Transparency;

/// <summary>A log as files, made anew from a list of entries.</summary>
internal static class LogFolder
{
    public static void Write(string folder, LogSigner signer, IReadOnlyList<string> entries)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        var builder = new TileBuilder((address, bytes) => Write(folder, address.Path, bytes.Span));
        foreach (var entry in entries)
            builder.Append(TreeHash.OfLeaf(Encoding.UTF8.GetBytes(entry)));
        foreach (var (address, bytes) in builder.Partial())
            Write(folder, address.Path, bytes.Span);
        foreach (var address in TileAddress.All(entries.Count).Where(a => a.Level == 0))
        {
            using var bundle = new MemoryStream();
            foreach (var entry in entries.Skip((int)address.Index * TileAddress.FullWidth).Take(address.Width))
                EntryBundle.Append(bundle, Encoding.UTF8.GetBytes(entry));
            Write(folder, address.EntriesPath, bundle.ToArray());
        }

        Write(folder, "checkpoint", new Checkpoint(signer.Key.Name, builder.Size, builder.Root).Sign(signer).ToUtf8());
    }

    private static void Write(string folder, string path, ReadOnlySpan<byte> bytes)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
    }
}
