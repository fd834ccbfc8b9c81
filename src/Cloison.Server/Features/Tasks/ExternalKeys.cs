using Cloison.Storage.Compartments;

namespace Cloison.Server.Features.Tasks;

/// <summary>The blind index that keeps the same thing from being imported twice into a project.</summary>
internal static class ExternalKeys
{
    /// <summary>By the customer's id or the file's name: exact, apart from spaces around it.</summary>
    public static byte[] OfName(Compartment compartment, string name) => compartment.Keys.Index.Of("tasks.external_key", "name:" + name.Trim());

    /// <summary>By the content, for rows without an id. <paramref name="sha256"/> is of the row's data as JSON.</summary>
    public static byte[] OfContent(Compartment compartment, ReadOnlySpan<byte> sha256) =>
        compartment.Keys.Index.Of("tasks.external_key", "content:" + Convert.ToHexString(sha256));
}
