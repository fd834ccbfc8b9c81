using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Ids;
using Cloison.Domain.Walls;
using Cloison.Server.Features.Owners;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Certificates;

/// <summary>Makes the certificate that a customer asks for: of screening, or of who owns the host.</summary>
internal static class MakeCertificate
{
    /// <summary>A signed note has at most a megabyte.</summary>
    private const int MostPersons = 8_000;

    private static readonly Problem TooMany = new("certificates.too_many_people", 409, "More people have seen something than a certificate has room for.", $"At most {MostPersons:N0}.");

    public static async Task<Results<Ok<CertificateSummary>, ProblemHttpResult>> HandleAsync(
        NewCertificate request, Caller caller, AccessLog log, ControlDatabase control, ControlSealer sealer, Certificates certificates, CancellationToken ct)
    {
        var customer = caller.OwnCustomer;
        switch (request.Kind)
        {
            case CertificateOf.Screening:
                if (await control.ReadAsync(db => db.Scalar<long>("SELECT COUNT(*) FROM exposures WHERE customer = @customer", ("@customer", customer.Text)), ct) > MostPersons)
                    return TooMany.ToHttp();
                return TypedResults.Ok(await certificates.MakeAsync(
                    customer, log, request.Kind,
                    (db, head, time) => new ScreeningCertificate(head, WallRegistry.LongestCooling(db, customer, time.Time), Screen(db, customer, log, time)), caller, about: null, ct));
            case CertificateOf.Ownership:
                return TypedResults.Ok(await certificates.MakeAsync(customer, log, request.Kind, (db, head, _) => State(db, head, sealer), caller, about: null, ct));
            default:
                return CommonProblems.Invalid("kind", "Ask for screening or for ownership; the end of a screening is certified by itself.").ToHttp();
        }
    }

    private static List<ScreenedPerson> Screen(Session db, CustomerId customer, AccessLog log, WallTime time)
    {
        var accounts = db.List(
            "SELECT e.person, e.last_at, COALESCE(a.identity, e.person) FROM exposures e LEFT JOIN person_aliases a ON a.person = e.person WHERE e.customer = @customer",
            row => (Person: row.Id<PersonKind>(0), LastSeen: row.Time(1), Identity: row.GetString(2)), ("@customer", customer.Text));
        return
        [
            .. accounts.GroupBy(a => a.Identity, StringComparer.Ordinal).Select(person =>
            {
                var facts = WallRegistry.Facts(db, person.First().Person, customer, customer, WallAction.Content, hasGrant: true, time);
                return new ScreenedPerson(
                    [.. person.Select(a => log.Pseudonym(a.Person.Text)).Order(StringComparer.Ordinal)], person.Max(a => a.LastSeen),
                    facts.Ties.Any(t => t.IsRival && (t.HasInterest || t.HasGrant || t.IsWarm(time.Time))));
            }).OrderBy(p => p.Pseudonyms[0], StringComparer.Ordinal),
        ];
    }

    private static OwnershipStatement State(Session db, CertificateHead head, ControlSealer sealer)
    {
        return new(head, Of(OwnerRegisters.Current(db, sealer), r => r.EffectiveAt!.Value), Of(OwnerRegisters.Coming(db, sealer), r => r.AnnouncedAt));

        static StatedRegister? Of(OwnerRegister? register, Func<OwnerRegister, DateTimeOffset> at) =>
            OwnerRegisters.WithoutAccounts(register) is { } shown ? new(shown.Version, shown.Hash, at(shown), shown.Owners) : null;
    }
}
