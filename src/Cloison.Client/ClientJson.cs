using System.Text.Json;
using System.Text.Json.Serialization;
using Cloison.Domain.Json;

namespace Cloison.Client;

internal static class ClientJson
{
    /// <summary>As the server's, but what a newer server says beyond what this client knows is passed over.</summary>
    public static readonly JsonSerializerOptions Options = new(DomainJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };
}
