using Cloison.Server.Features.Leaving.Packaging;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Compartments;

namespace Cloison.Server.Features.Certificates;

/// <summary>The certificates that the customer was given.</summary>
internal sealed class CertificatesPart(ControlDatabase control) : IPackagePart
{
    public string Readme => "* `certificates.jsonl`: the certificates that were made, signed notes and all; `cloison certificate verify` checks a note that is put into a file of its own.";

    public async Task WriteAsync(PackageWriter package, Compartment compartment, CancellationToken ct) =>
        await package.AddLinesAsync("certificates.jsonl", await control.ReadAsync(db => Certificates.List(db, compartment.Customer), ct), ct);
}
