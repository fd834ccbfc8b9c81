using Cloison.Storage.Compartments;
using Cloison.Storage.Sealing;

namespace Cloison.Server.Features.Leaving.Packaging;

/// <summary>The encryption keys' numbers and check values: what a certificate of deletion will name them by. Never the keys.</summary>
internal sealed class KeysPart : IPackagePart
{
    public string Readme => "* `keys.jsonl`: number and check value of every encryption key. A deletion certificate names the keys by these.";

    public Task WriteAsync(PackageWriter package, Compartment compartment, CancellationToken ct) => package.AddLinesAsync(
        "keys.jsonl",
        compartment.Keys.Keys.Select(k => new KeyLine(k.Number, k.Purpose.Text(), k.Project, k.State.Text(), Convert.ToHexStringLower(k.CheckValue), k.CreatedAt)),
        ct);

    private sealed record KeyLine(uint Number, string Purpose, ProjectId? Project, string State, string CheckValue, DateTimeOffset CreatedAt);
}
