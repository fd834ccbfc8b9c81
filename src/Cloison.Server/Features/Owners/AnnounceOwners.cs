using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Ids;
using Cloison.Domain.Walls;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Owners;

/// <summary>
/// Announces the ownership register as it shall be. It takes effect when every customer has had it in his log for the days of notice; content is closed to linked accounts
/// at once, which can harm nobody.
/// </summary>
internal static class AnnounceOwners
{
    private const int MostOwners = 200;
    private const int MostInterests = 100;

    public static async Task<Results<Ok<OwnerRegister>, ProblemHttpResult>> HandleAsync(
        SetOwners request, Caller caller, ControlDatabase control, ControlSealer sealer, WallGate wall, OwnersSettings settings, OwnerNotices notices, TimeProvider clock,
        CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        List<OwnerEntry> owners = [.. request.Owners.Select(o => o with { Name = o.Name.Trim() })];
        var announced = await control.WriteAsync<Outcome<OwnerRegister>>(
            db =>
            {
                var customers = db.List("SELECT code_name, id FROM customers WHERE state = @open AND code_name IS NOT NULL", row => (row.GetString(0), row.Id<CustomerKind>(1)), ("@open", CustomerRows.Open))
                    .ToDictionary(c => c.Item1, c => c.Item2, StringComparer.Ordinal);
                if (Check(db, owners, customers) is { Count: > 0 } errors)
                    return CommonProblems.Invalid(errors);
                var register = OwnerRegisters.Announce(db, sealer, owners, settings.NoticeDays, caller.Person, now);
                foreach (var owner in owners)
                    if (owner.Account is { } account)
                        Close(db, account, owner, customers, now);
                WallLog.Append(db, new("policy", Customer: null, caller.Person, Decision: "owners", Detail: register.Hash), now);
                return register;
            },
            ct);
        wall.Forget();
        notices.Wake();
        return announced.Succeeded ? TypedResults.Ok(announced.Value) : announced.Problem.ToHttp();
    }

    private static List<InputError> Check(Session db, List<OwnerEntry> owners, Dictionary<string, CustomerId> customers)
    {
        var errors = new List<InputError>();
        if (owners.Count > MostOwners)
            errors.Add(new("owners", $"At most {MostOwners}."));
        if (owners.Sum(o => o.Share ?? 0) > 100)
            errors.Add(new("owners", "The shares come to more than 100 per cent."));
        for (var i = 0; i < owners.Count; i++)
        {
            var (owner, at) = (owners[i], $"owners[{i}]");
            PersonRules.AddIf(errors, $"{at}.name", PersonRules.CheckName(owner.Name));
            if (!Enum.IsDefined(owner.Kind))
                errors.Add(new($"{at}.kind", "There is no such kind."));
            if (owner.Share is { } share ? share is <= 0 or > 100 || decimal.Round(share, 2) != share : owner.Kind != OwnerKind.Board)
                errors.Add(new($"{at}.share", "A share in per cent is needed: more than 0, at most 100, with at most two decimals."));
            if (owner.Interests.Count > MostInterests)
                errors.Add(new($"{at}.interests", $"At most {MostInterests}."));
            if (owner.Interests.FirstOrDefault(name => !customers.ContainsKey(name)) is { } unknown)
                errors.Add(new($"{at}.interests", CodeName.IsWellFormed(unknown) ? $"No customer has the code name {unknown}." : "Customers are named by their code names, such as amber-heron."));
            if (owner.Interests.Distinct(StringComparer.Ordinal).Count() < owner.Interests.Count)
                errors.Add(new($"{at}.interests", "A customer is named twice."));
            if (owner.Account is not { } account)
                continue;
            if (PersonRows.Find(db, account) is null)
                errors.Add(new($"{at}.account", "There is no such account."));
            // An operator sees customers by name, which an owner must not; and nobody could let him in again.
            else if (WallRegistry.Operates(db, account))
                errors.Add(new($"{at}.account", "This account operates the installation. Whoever owns needs another one for it."));
        }

        return errors;
    }

    private static void Close(Session db, PersonId account, OwnerEntry owner, Dictionary<string, CustomerId> customers, DateTimeOffset now)
    {
        var (insider, interest) = owner.Kind switch
        {
            OwnerKind.Owner => (Insider.Owner, InterestOf.Equity),
            OwnerKind.Investor => (Insider.Investor, InterestOf.Equity),
            _ => (Insider.Board, InterestOf.Board),
        };
        if (!WallRegistry.InsiderOf(db, account).IsOwner())
            WallRegistry.SetInsider(db, account, insider, now);
        foreach (var customer in owner.Interests.Select(name => customers[name]))
            if (!WallRegistry.HasInterest(db, account, customer, (long)interest))
                WallRegistry.AddInterest(db, account, customer, (long)interest, now);
    }
}
