using System.Globalization;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Compartments;

namespace Cloison.Server.Features.Blind;

/// <summary>What stands across the content that a worker looks at, where the project wants it: a photograph of the screen then says whose it was.</summary>
internal static class Watermark
{
    /// <returns>Person, minute (UTC) and the customer's code name; null when the project wants none.</returns>
    public static async Task<string?> ForAsync(Compartment compartment, ProjectId project, Caller caller, DateTimeOffset now, CancellationToken ct) =>
        await compartment.Database.ReadAsync(db => db.Scalar<long>("SELECT watermark FROM projects WHERE id = @project", ("@project", project.Text)), ct) == 1
            ? $"{caller.Person} · {now.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC · {compartment.CodeName}"
            : null;
}
