using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Compartments;

namespace Cloison.Server.Features.Custody;

/// <summary>Keys that are being replaced or were, newest first.</summary>
internal static class ListRotations
{
    public static async Task<IReadOnlyList<RotationSummary>> HandleAsync(Compartment compartment, ControlDatabase control, CancellationToken ct) =>
        (await control.ReadAsync(db => RotationRow.Of(db, compartment.Customer), ct)).ConvertAll(r => r.Summary);
}
