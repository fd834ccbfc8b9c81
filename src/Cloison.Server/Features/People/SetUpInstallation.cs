using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>Makes the first person, operator of the installation and administrator of its first customer, and signs him in.</summary>
internal static class SetUpInstallation
{
    private static readonly RoleSet Everything = RoleSet.Of([Domain.People.Role.Administrator]);

    public static async Task<Results<Ok<Me>, ProblemHttpResult>> HandleAsync(
        SetUp request, Visit visit, ControlDatabase control, ControlSealer sealer, CompartmentFactory makeCompartment, Passwords passwords,
        CustomerLog log, TimeProvider clock, CancellationToken ct)
    {
        if (visit.Refusal is { } refusal)
            return refusal.ToHttp();
        var errors = PersonRules.CheckNewPerson(request.DisplayName, request.Email, request.Password);
        PersonRules.AddIf(errors, "customerName", PersonRules.CheckName(request.CustomerName));
        // Before anything is made; the same question is asked again in the transaction that counts.
        if (await control.ReadAsync(db => WhyNot(db, request.Token), ct) is { } problem)
            return problem.ToHttp();
        if (errors.Count > 0)
            return CommonProblems.Invalid(errors).ToHttp();

        var now = clock.GetUtcNow();
        var hash = await passwords.HashAsync(request.Password, ct);
        var (person, customer, session) = (PersonId.New(now), CustomerId.New(now), visit.NewSession(now));
        await CustomerRows.MakeAsync(control, sealer, makeCompartment, customer, request.CustomerName.Trim(), now, ct, isHouse: true);
        var refused = await control.WriteAsync(
            db =>
            {
                if (WhyNot(db, request.Token) is { } why)
                    return why;
                SetupToken.Spend(db);
                PersonRows.Insert(db, person, request.DisplayName, request.Email, hash, isOperator: true, now);
                PersonRows.Join(db, person, customer, Everything, now);
                SessionRows.Open(db, session, person, customer);
                return null;
            },
            ct);
        if (refused is not null)
            return refused.ToHttp();
        await log(customer, new(LogTypes.Login, person, session.Id));
        visit.Admit(session);
        return TypedResults.Ok(await control.ReadAsync(db => ShowMe.Read(db, sealer, person, customer), CancellationToken.None));
    }

    private static Problem? WhyNot(Storage.Databases.Session db, string token)
    {
        if (PersonRows.AnyExists(db))
            return PeopleProblems.SetUpAlready;
        return SetupToken.IsRight(db, token) ? null : PeopleProblems.SetUpTokenWrong;
    }
}
