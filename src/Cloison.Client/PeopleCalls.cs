using Cloison.Contracts;
using Cloison.Domain.People;

namespace Cloison.Client;

/// <summary>Who works for the customer. Listing needs the scope <c>read</c>, everything else <c>administer</c>.</summary>
public sealed class PeopleCalls
{
    private readonly Connection connection;

    internal PeopleCalls(Connection connection) => this.connection = connection;

    public Task<IReadOnlyList<PersonSummary>> ListAsync(CancellationToken ct = default) => connection.GetAsync<IReadOnlyList<PersonSummary>>("api/people", ct);

    /// <summary>They count from the person's next request.</summary>
    public Task SetRolesAsync(PersonId person, IReadOnlyList<Role> roles, CancellationToken ct = default) =>
        connection.ChangeAsync(HttpMethod.Put, $"api/people/{person}/roles", new SetRoles(roles), ct);

    public Task RemoveAsync(PersonId person, CancellationToken ct = default) => connection.ChangeAsync(HttpMethod.Delete, $"api/people/{person}", body: null, ct);

    /// <summary>Makes a link with which one person can join, once.</summary>
    public Task<NewInvitation> InviteAsync(Invite invitation, CancellationToken ct = default) => connection.PostAsync<NewInvitation>("api/invitations", invitation, ct);

    public Task<IReadOnlyList<InvitationSummary>> InvitationsAsync(CancellationToken ct = default) =>
        connection.GetAsync<IReadOnlyList<InvitationSummary>>("api/invitations", ct);

    public Task RevokeInvitationAsync(InvitationId invitation, CancellationToken ct = default) =>
        connection.ChangeAsync(HttpMethod.Delete, $"api/invitations/{invitation}", body: null, ct);
}
