using Cloison.Contracts;

namespace Cloison.Client;

/// <summary>
/// The walls: whom the customer has signed with, how long people stay away from its rivals, and who may see its content or has seen it. Needs the scope
/// <c>administer</c>; <see cref="StaffingAsync"/> <c>write</c>. What the operator keeps of people needs the operator, signed in, and has no call here.
/// </summary>
public sealed class WallCalls
{
    private readonly Connection connection;

    internal WallCalls(Connection connection) => this.connection = connection;

    /// <summary>The customer's code name, cooling-off, agreements and conflicts.</summary>
    public Task<WallSettings> ReadAsync(CancellationToken ct = default) => connection.GetAsync<WallSettings>("api/walls", ct);

    /// <summary>Signs that another customer is no rival. It counts a day after the other has signed too; a code name that nobody has is answered alike.</summary>
    /// <exception cref="CloisonException">It is not formed like a code name, or there are as many agreements as there may be.</exception>
    public Task SignAsync(string codeName, CancellationToken ct = default) => connection.ChangeAsync(HttpMethod.Post, "api/walls/agreements", new NewAgreement(codeName), ct);

    /// <summary>Takes the signature back: the two are rivals at once. One that was never given is answered alike.</summary>
    public Task WithdrawAsync(string codeName, CancellationToken ct = default) =>
        connection.ChangeAsync(HttpMethod.Delete, $"api/walls/agreements/{Uri.EscapeDataString(codeName)}", body: null, ct);

    /// <summary>Lengthens the cooling-off at once, or shortens it for what is seen from now on.</summary>
    /// <exception cref="CloisonException">Fewer days than the least, or more than the most.</exception>
    public Task SetCoolingAsync(int days, CancellationToken ct = default) => connection.ChangeAsync(HttpMethod.Put, "api/walls/cooling", new SetCooling(days), ct);

    /// <summary>Who can work here, and what starting here closes to him.</summary>
    public Task<Staffing> StaffingAsync(CancellationToken ct = default) => connection.GetAsync<Staffing>("api/walls/staffing", ct);

    /// <summary>Who may see the content now, and who has seen it.</summary>
    public Task<AccessOverview> AccessAsync(CancellationToken ct = default) => connection.GetAsync<AccessOverview>("api/trust/access", ct);
}
