using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Certificates;
using Cloison.Server.Platform.Walls;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Leaving;

/// <summary>Whether somebody has asked to leave, and what to note before: the certificate's address and the key that it is verified with.</summary>
internal static class ShowDeparture
{
    public static async Task<Ok<DepartureSummary>> HandleAsync(
        Caller caller, ControlDatabase control, CertificateSigner signer, LeavingSettings settings, CancellationToken ct) =>
        TypedResults.Ok(await ReadAsync(caller.OwnCustomer, control, signer, settings, ct));

    public static async Task<DepartureSummary> ReadAsync(
        CustomerId customer, ControlDatabase control, CertificateSigner signer, LeavingSettings settings, CancellationToken ct)
    {
        var codeName = await CodeNames.OfAsync(control, customer, ct);
        var key = await signer.PublicKeyAsync(ct);
        return await control.ReadAsync(
            db =>
            {
                var administrators = db.Scalar<long>(
                    """
                    SELECT COUNT(*) FROM memberships m JOIN persons p ON p.id = m.person AND p.disabled_at IS NULL
                    WHERE m.customer = @customer AND (m.roles & @administrator) <> 0
                    """,
                    ("@customer", customer.Text), ("@administrator", RoleSet.Of([Role.Administrator]).Bits));
                var summary = new DepartureSummary(DepartureState.None, codeName, $"/leaving/{codeName}", key, settings.BackupDays, administrators);
                if (Departure.Read(db, customer) is not { } departure)
                    return summary;
                var name = db.Scalar<string>("SELECT display_name FROM persons WHERE id = @id", ("@id", departure.AskedBy.Text));
                return summary with
                {
                    State = departure.Step == DepartureStep.Asked ? DepartureState.Asked : DepartureState.UnderWay,
                    AskedBy = departure.AskedBy,
                    AskedByName = name,
                    AskedAt = departure.AskedAt,
                };
            },
            ct);
    }
}
