using Cloison.Domain.Tasks;
using Cloison.Formats.Files;
using Cloison.Storage.Compartments;

namespace Cloison.Server.Features.Imports;

/// <summary>The blind indexes of a task besides its external key.</summary>
internal static class TaskKeys
{
    /// <summary>Of the data as JSON.</summary>
    public static byte[] OfContent(Compartment compartment, ReadOnlySpan<byte> sha256) =>
        compartment.Keys.Index.Of("tasks.content", Convert.ToHexString(sha256));

    /// <summary>Of a file's name without folder and extension.</summary>
    public static byte[] OfStem(Compartment compartment, string fileName) => compartment.Keys.Index.Of("tasks.stem", StemOf(fileName));

    public static string StemOf(string fileName) => FileName.WithoutExtension(BaseOf(fileName));

    public static string BaseOf(string fileName) => fileName[(fileName.LastIndexOf('/') + 1)..];

    public static AssetReference? FirstAsset(TaskData data) => data.Assets().Select(a => a.Asset).FirstOrDefault();
}
