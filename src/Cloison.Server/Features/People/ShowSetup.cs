using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>Says whether the installation still waits for its first administrator.</summary>
internal static class ShowSetup
{
    public static async Task<Ok<SetupState>> HandleAsync(ControlDatabase control, CancellationToken ct) =>
        TypedResults.Ok(new SetupState(await control.ReadAsync(db => !PersonRows.AnyExists(db), ct)));
}
