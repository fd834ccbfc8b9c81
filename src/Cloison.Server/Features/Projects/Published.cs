using System.Text.Encodings.Web;
using System.Text.Json;
using Cloison.Domain.Json;
using Cloison.Domain.Ontologies;

namespace Cloison.Server.Features.Projects;

/// <summary>What of a project workers read, place by place.</summary>
internal static class Published
{
    // Letters as they are: an escaped accent would hide a name.
    private static readonly JsonSerializerOptions Readable = new(DomainJson.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<(string Where, string? Text)> Texts(string? name, string? instructions, Ontology? ontology) =>
        [("name", name), ("instructions", instructions), ("ontology", ontology is null ? null : JsonSerializer.Serialize(ontology, Readable))];
}
