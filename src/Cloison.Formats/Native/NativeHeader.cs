using Cloison.Domain.Ontologies;

namespace Cloison.Formats.Native;

/// <summary>The first line of a native file.</summary>
/// <param name="Format">Always <c>cloison</c>.</param>
/// <param name="Version">1.</param>
/// <param name="Offsets">What text offsets count: <c>utf16</c>, UTF-16 code units.</param>
internal sealed record NativeHeader(string Format, int Version, string Offsets, Ontology? Ontology = null)
{
    public const string Name = "cloison";
    public const int CurrentVersion = 1;
    public const string Utf16 = "utf16";
}
