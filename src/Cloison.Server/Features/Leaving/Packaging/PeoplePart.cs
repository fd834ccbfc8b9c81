using Cloison.Domain.Ids;
using Cloison.Domain.People;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Leaving.Packaging;

/// <summary>The customer, its people as it sees them, invitations and API keys; no secrets.</summary>
internal sealed class PeoplePart(ControlDatabase control, ControlSealer sealer, PeopleNames names) : IPackagePart
{
    public string Readme =>
        """
        * `customer.json`: the customer itself.
        * `people.jsonl`: who has a role; `past-people.jsonl`: who has worked here and has none any more.
        * `invitations.jsonl`, `api-keys.jsonl`: what was given out, without the secrets.
        """;

    public async Task WriteAsync(PackageWriter package, Compartment compartment, CancellationToken ct)
    {
        var customer = compartment.Customer;
        var (name, codeName) = (await control.ReadAsync(db => CustomerRows.Name(db, sealer, customer), ct) ?? "", await CodeNames.OfAsync(control, customer, ct));
        await package.AddJsonAsync("customer.json", new CustomerFile(customer, name, codeName), ct);
        var people = await control.ReadAsync(db => ListPeople.Read(db, customer), ct);
        await package.AddLinesAsync("people.jsonl", people, ct);
        var present = people.Select(p => p.Id).ToHashSet();
        var past = await compartment.Database.ReadAsync(
            db => db.List("SELECT DISTINCT person FROM person_stats ORDER BY person", row => row.Id<PersonKind>(0)), ct);
        var named = await names.OfAsync(past.Where(p => !present.Contains(p)), ct);
        await package.AddLinesAsync("past-people.jsonl", named.Select(p => new PastPerson(p.Key, p.Value)), ct);
        await package.AddLinesAsync("invitations.jsonl", await control.ReadAsync(db => db.List(
            "SELECT id, email, roles, created_by, created_at, expires_at, accepted_at, accepted_by FROM invitations WHERE customer = @customer ORDER BY id",
            row => new PastInvitation(
                row.Id<InvitationKind>(0), row.TextOrNull(1), new RoleSet(row.GetInt64(2)).ToList(), row.Id<PersonKind>(3), row.Time(4), row.Time(5), row.TimeOrNull(6),
                row.IdOrNull<PersonKind>(7)),
            ("@customer", customer.Text)), ct), ct);
        await package.AddLinesAsync("api-keys.jsonl", await control.ReadAsync(db => ListKeys.Read(db, customer), ct), ct);
    }

    private sealed record CustomerFile(CustomerId Id, string Name, string CodeName);

    private sealed record PastPerson(PersonId Id, string DisplayName);

    private sealed record PastInvitation(
        InvitationId Id, string? Email, IReadOnlyList<Role> Roles, PersonId CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? AcceptedAt,
        PersonId? AcceptedBy);
}
