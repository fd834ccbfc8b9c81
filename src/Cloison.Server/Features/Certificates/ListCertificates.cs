using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Certificates;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Certificates;

/// <summary>The customer's certificates, newest first, and the key that they are verified with.</summary>
internal static class ListCertificates
{
    public static async Task<Ok<CertificateList>> HandleAsync(Caller caller, ControlDatabase control, CertificateSigner signer, CancellationToken ct) =>
        TypedResults.Ok(new CertificateList(await signer.PublicKeyAsync(ct), await control.ReadAsync(db => Certificates.List(db, caller.OwnCustomer), ct)));
}
