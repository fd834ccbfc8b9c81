using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>Makes an API key for the customer; its secret is shown this once.</summary>
internal static class CreateKey
{
    public static async Task<Results<Ok<CreatedApiKey>, ProblemHttpResult>> HandleAsync(
        NewApiKey request, Caller caller, ControlDatabase control, CustomerLog log, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (Check(request, now) is { } problem)
            return problem.ToHttp();
        if (caller.Key is not null && (KeyScopeSet.Of(request.Scopes).Bits & ~caller.Scopes.Bits) != 0)
            return PeopleProblems.TooManyScopes.ToHttp();
        await log(caller.OwnCustomer, LogEntry.By(caller, LogTypes.Grant, purpose: "key", decision: LogEntry.Words(request.Scopes)));
        return TypedResults.Ok(await StoreAsync(control, caller.OwnCustomer, caller.Person, request, now, ct));
    }

    /// <summary>What is wrong with the wish, or null.</summary>
    public static Problem? Check(NewApiKey request, DateTimeOffset now)
    {
        var errors = new List<InputError>();
        PersonRules.AddIf(errors, "name", PersonRules.CheckName(request.Name));
        PersonRules.AddIf(errors, "scopes", request.Scopes.Count > 0 ? null : "At least one scope is needed.");
        PersonRules.AddIf(errors, "expiresAt", request.ExpiresAt is null || request.ExpiresAt > now ? null : "This is in the past.");
        return errors.Count > 0 ? CommonProblems.Invalid(errors) : null;
    }

    /// <param name="by">An administrator of the customer: the key works while he is one.</param>
    public static async Task<CreatedApiKey> StoreAsync(ControlDatabase control, CustomerId customer, PersonId by, NewApiKey request, DateTimeOffset now, CancellationToken ct)
    {
        var (id, secret) = (ApiKeyId.New(now), ApiKeySecret.New(request.Environment));
        await control.WriteAsync(
            db => db.Execute(
                """
                INSERT INTO api_keys (id, secret_hash, prefix, customer, name, environment, scopes, created_by, created_at, expires_at)
                VALUES (@id, @hash, @prefix, @customer, @name, @environment, @scopes, @by, @now, @expires)
                """,
                ("@id", id.Text), ("@hash", TokenHash.Of(secret).ToBytes()), ("@prefix", ApiKeySecret.PrefixOf(secret)), ("@customer", customer.Text),
                ("@name", request.Name.Trim()), ("@environment", (long)request.Environment), ("@scopes", KeyScopeSet.Of(request.Scopes).Bits), ("@by", by.Text),
                ("@now", now.ToUnixTimeMilliseconds()), ("@expires", request.ExpiresAt?.ToUnixTimeMilliseconds())),
            ct);
        return new(id, secret);
    }
}
