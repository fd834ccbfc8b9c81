using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.People;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Certificates;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Leaving;

/// <summary>A second administrator agrees. From here on nobody can stop it: the reply says where the certificate will be.</summary>
internal static class ApproveLeaving
{
    public static async Task<Results<Ok<DepartureSummary>, ProblemHttpResult>> HandleAsync(
        LeavingRequest request, Caller caller, ControlDatabase control, ControlSealer sealer, Installation installation, CertificateSigner signer, LeavingSettings settings,
        Departures departures, TimeProvider clock, CancellationToken ct)
    {
        if (caller.Key is not null)
            return LeavingProblems.NeedsPerson.ToHttp();
        var (customer, now) = (caller.OwnCustomer, clock.GetUtcNow());
        if (await AskToLeave.CheckNameAsync(request, customer, control, sealer, ct) is { } wrong)
            return wrong.ToHttp();
        // Before the point of no return: a key that cannot be had must not be found out after it.
        var summary = await ShowDeparture.ReadAsync(customer, control, signer, settings, ct);
        var pseudonyms = new Pseudonyms(installation, customer);
        var problem = await control.WriteAsync(db => Approve(db, customer, caller.Person, pseudonyms, settings, now), ct);
        if (problem is not null)
            return problem.ToHttp();
        departures.Wake();
        return TypedResults.Ok(summary with { State = DepartureState.UnderWay });
    }

    private static Problem? Approve(Session db, CustomerId customer, PersonId person, Pseudonyms pseudonyms, LeavingSettings settings, DateTimeOffset now)
    {
        if (Departure.Read(db, customer) is not { Step: DepartureStep.Asked } asked)
            return LeavingProblems.NotAsked;
        if (asked.AskedBy == person)
            return LeavingProblems.SamePerson;
        // The policy has looked at both of them a moment ago, or days ago: in the transaction that counts it is looked at again.
        if (!IsAdministrator(db, asked.AskedBy, customer))
            return LeavingProblems.AskerGone;
        if (!IsAdministrator(db, person, customer))
            return CommonProblems.NotAllowed;
        (asked with
        {
            Step = DepartureStep.Approved,
            ApprovedBy = person,
            ApprovedAt = now,
            Facts = new(pseudonyms.Of(asked.AskedBy), pseudonyms.Of(person), settings.BackupDays),
        }).Update(db);
        return null;
    }

    private static bool IsAdministrator(Session db, PersonId person, CustomerId customer) => PersonRows.RolesOf(db, person, customer)?.Has(Role.Administrator) == true;
}
