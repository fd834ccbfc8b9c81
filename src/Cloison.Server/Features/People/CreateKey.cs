using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>Makes an API key for the customer; its secret is shown this once.</summary>
internal static class CreateKey
{
    public static async Task<Results<Ok<CreatedApiKey>, ProblemHttpResult>> HandleAsync(
        NewApiKey request, Caller caller, ControlDatabase control, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var errors = new List<InputError>();
        PersonRules.AddIf(errors, "name", PersonRules.CheckName(request.Name));
        PersonRules.AddIf(errors, "scopes", request.Scopes.Count > 0 ? null : "At least one scope is needed.");
        PersonRules.AddIf(errors, "expiresAt", request.ExpiresAt is null || request.ExpiresAt > now ? null : "This is in the past.");
        if (errors.Count > 0)
            return CommonProblems.Invalid(errors).ToHttp();
        var scopes = KeyScopeSet.Of(request.Scopes);
        if (caller.Key is not null && (scopes.Bits & ~caller.Scopes.Bits) != 0)
            return PeopleProblems.TooManyScopes.ToHttp();

        var (id, secret) = (ApiKeyId.New(now), ApiKeySecret.New(request.Environment));
        await control.WriteAsync(
            db => db.Execute(
                """
                INSERT INTO api_keys (id, secret_hash, prefix, customer, name, environment, scopes, created_by, created_at, expires_at)
                VALUES (@id, @hash, @prefix, @customer, @name, @environment, @scopes, @by, @now, @expires)
                """,
                ("@id", id.Text), ("@hash", TokenHash.Of(secret).ToBytes()), ("@prefix", ApiKeySecret.PrefixOf(secret)), ("@customer", caller.OwnCustomer.Text),
                ("@name", request.Name.Trim()), ("@environment", (long)request.Environment), ("@scopes", scopes.Bits), ("@by", caller.Person.Text),
                ("@now", now.ToUnixTimeMilliseconds()), ("@expires", request.ExpiresAt?.ToUnixTimeMilliseconds())),
            ct);
        return TypedResults.Ok(new CreatedApiKey(id, secret));
    }
}
