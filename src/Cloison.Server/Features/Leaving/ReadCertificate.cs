using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Certificates;
using Cloison.Server.Platform.Http;

namespace Cloison.Server.Features.Leaving;

/// <summary>The certificate of a customer who has left, for everybody who knows his code name; and the key that it is verified with.</summary>
internal static class ReadCertificate
{
    /// <remarks>A customer who is here, one who is just leaving and one who never was are answered alike.</remarks>
    public static async Task<IResult> HandleAsync(string codeName, ControlDatabase control, CancellationToken ct) =>
        await control.ReadAsync(db => Departure.FindCertificate(db, codeName), ct) is { } certificate
            ? TypedResults.Text(certificate, "text/plain; charset=utf-8")
            : CommonProblems.NotFound.ToHttp();

    public static async Task<IResult> HandleLogAsync(string codeName, string? path, KeptLogs logs, CancellationToken ct) =>
        await logs.ReadAsync(codeName, path ?? "", ct) is { } file
            ? TypedResults.Bytes(file, path == "checkpoint" ? "text/plain; charset=utf-8" : "application/octet-stream")
            : CommonProblems.NotFound.ToHttp();

    public static async Task<IResult> HandleKeyAsync(CertificateSigner signer, CancellationToken ct) =>
        TypedResults.Text(await signer.PublicKeyAsync(ct) + "\n", "text/plain; charset=utf-8");
}
