using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Blind;

/// <summary>Replaces the list. What is published already stays: publish it again to have it looked through.</summary>
internal static class ChangeBlind
{
    private const int MaxNames = 500;

    public static async Task<Results<Ok<BlindSettings>, ProblemHttpResult>> HandleAsync(
        BlindSettings request, Caller caller, Compartment compartment, ControlDatabase control, CancellationToken ct)
    {
        if (request.Names.Count > MaxNames)
            return CommonProblems.Invalid("names", $"At most {MaxNames}.").ToHttp();
        for (var i = 0; i < request.Names.Count; i++)
            if (request.Names[i].Trim().Length is < 3 or > 100 || new NameMatcher([request.Names[i]]).IsEmpty)
                return CommonProblems.Invalid($"names[{i}]", "A name has 3 to 100 characters, letters or digits among them.").ToHttp();
        var settings = request with { Names = [.. request.Names.Select(n => n.Trim()).Distinct(StringComparer.Ordinal)] };
        await DenyList.StoreAsync(compartment, settings.Names, ct);
        await control.WriteAsync(
            db => db.Execute("UPDATE customers SET shows_name = @shows WHERE id = @id", ("@shows", settings.ShowName ? 1L : 0L), ("@id", caller.OwnCustomer.Text)), ct);
        return TypedResults.Ok(settings);
    }
}
