using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Cloison.Server.Features.People;

/// <summary>Stores the passkey that the browser made.</summary>
internal static class AddPasskey
{
    private const int MaxPasskeys = 20;

    public static async Task<Results<Ok<PasskeySummary>, ProblemHttpResult>> HandleAsync(
        PasskeyAnswer request, Caller caller, PasskeyCeremony ceremony, ControlDatabase control, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        var name = string.IsNullOrWhiteSpace(request.Name) ? Device.Describe(http.Request.Headers.UserAgent) : request.Name.Trim();
        if (name.Length > 0 && PersonRules.CheckName(name) is { } reason)
            return CommonProblems.Invalid("name", reason).ToHttp();
        if (await ceremony.FinishRegistrationAsync(caller.Person, request, http) is not { } passkey)
            return PeopleProblems.PasskeyNotStored.ToHttp();
        var now = clock.GetUtcNow();
        var summary = new PasskeySummary(PasskeyId.New(now), name, now);
        var problem = await control.WriteAsync(db => Store(db, caller.Person, summary, passkey), ct);
        return problem is null ? TypedResults.Ok(summary) : problem.ToHttp();
    }

    private static Problem? Store(Session db, PersonId person, PasskeySummary summary, UserPasskeyInfo passkey)
    {
        if (db.Scalar<long>("SELECT COUNT(*) FROM passkeys WHERE person = @person", ("@person", person.Text)) >= MaxPasskeys)
            return PeopleProblems.TooManyPasskeys;
        if (db.Scalar<long>("SELECT COUNT(*) FROM passkeys WHERE credential_id = @id", ("@id", passkey.CredentialId)) > 0)
            return PeopleProblems.PasskeyNotStored;
        db.Execute(
            "INSERT INTO passkeys (id, credential_id, person, name, data, created_at) VALUES (@id, @credential, @person, @name, @data, @now)",
            ("@id", summary.Id.Text), ("@credential", passkey.CredentialId), ("@person", person.Text), ("@name", summary.Name),
            ("@data", StoredPasskey.Write(passkey)), ("@now", summary.CreatedAt.ToUnixTimeMilliseconds()));
        return null;
    }
}
