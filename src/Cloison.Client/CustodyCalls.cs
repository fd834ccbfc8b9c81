using Cloison.Contracts;

namespace Cloison.Client;

/// <summary>Who holds the key above all of the customer's keys, taking keys back, and replacing them. Needs the scope <c>administer</c>; works while the content is withheld.</summary>
public sealed class CustodyCalls
{
    private const string Rotations = "api/custody/rotations";
    private readonly Connection connection;

    internal CustodyCalls(Connection connection) => this.connection = connection;

    public Task<CustodySummary> ReadAsync(CancellationToken ct = default) => connection.GetAsync<CustodySummary>("api/custody", ct);

    /// <summary>Gives the root to another custodian, who has to give it back once before the old one is let go; or changes how long it stays in memory.</summary>
    /// <exception cref="CloisonException">The custodian makes no sense, refuses, or does not answer: nothing has changed.</exception>
    public Task<CustodySummary> MoveAsync(ChangeCustody custody, CancellationToken ct = default) => connection.PutAsync<CustodySummary>("api/custody", custody, ct);

    /// <summary>Takes the keys out of use: nobody reads anything that they protect. Nothing is lost.</summary>
    /// <param name="project">Null: the whole compartment.</param>
    public Task<CustodySummary> WithholdAsync(ProjectId? project = null, CancellationToken ct = default) =>
        connection.PostAgainAsync<CustodySummary>("api/custody/revoke", new CustodyScope(project), ct);

    /// <summary>Takes it back. The reply says whether the custodian gives the key.</summary>
    /// <param name="project">Null: the whole compartment.</param>
    public Task<CustodySummary> RestoreAsync(ProjectId? project = null, CancellationToken ct = default) =>
        connection.PostAgainAsync<CustodySummary>("api/custody/restore", new CustodyScope(project), ct);

    /// <summary>Replaces a key: the custodian's at once, others in the background.</summary>
    /// <exception cref="CloisonException">It is being replaced already, or the keys are withheld.</exception>
    public Task<RotationSummary> RotateAsync(NewRotation rotation, CancellationToken ct = default) => connection.PostAsync<RotationSummary>(Rotations, rotation, ct);

    /// <summary>Newest first.</summary>
    public Task<IReadOnlyList<RotationSummary>> RotationsAsync(CancellationToken ct = default) => connection.GetAsync<IReadOnlyList<RotationSummary>>(Rotations, ct);
}
