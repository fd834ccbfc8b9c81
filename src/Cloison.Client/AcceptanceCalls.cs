using Cloison.Contracts;

namespace Cloison.Client;

/// <summary>A batch is accepted or refused by a drawn sample. Reading needs the scope <c>read</c>, drawing, withdrawing and certifying <c>write</c>; auditing is for people.</summary>
public sealed class AcceptanceCalls
{
    private readonly Connection connection;

    internal AcceptanceCalls(Connection connection) => this.connection = connection;

    /// <summary>How many tasks would be looked at, and how sure it would be. Stores nothing.</summary>
    public Task<AcceptancePlan> PlanAsync(ProjectId project, NewAcceptance demand, CancellationToken ct = default) =>
        connection.PostAgainAsync<AcceptancePlan>($"api/projects/{project}/acceptances/plan", demand, ct);

    public Task<AcceptanceDetail> DrawAsync(ProjectId project, NewAcceptance demand, CancellationToken ct = default) =>
        connection.PostAsync<AcceptanceDetail>($"api/projects/{project}/acceptances", demand, ct);

    /// <summary>Newest first.</summary>
    public Task<IReadOnlyList<AcceptanceSummary>> ListAsync(ProjectId project, CancellationToken ct = default) =>
        connection.GetAsync<IReadOnlyList<AcceptanceSummary>>($"api/projects/{project}/acceptances", ct);

    public Task<AcceptanceDetail> ReadAsync(ProjectId project, int number, CancellationToken ct = default) =>
        connection.GetAsync<AcceptanceDetail>($"api/projects/{project}/acceptances/{number}", ct);

    /// <summary>The list that the sample was drawn from: with the seed, anybody can draw it again.</summary>
    public Task<AcceptanceLot> LotAsync(ProjectId project, int number, CancellationToken ct = default) =>
        connection.GetAsync<AcceptanceLot>($"api/projects/{project}/acceptances/{number}/lot", ct);

    public Task WithdrawAsync(ProjectId project, int number, CancellationToken ct = default) =>
        connection.ChangeAsync(HttpMethod.Delete, $"api/projects/{project}/acceptances/{number}", null, ct);

    /// <summary>Decides it for good, and certifies the verdict. Asked again, it gives the same certificate.</summary>
    public Task<CertifiedAcceptance> CertifyAsync(ProjectId project, int number, CancellationToken ct = default) =>
        connection.PostAgainAsync<CertifiedAcceptance>($"api/projects/{project}/acceptances/{number}/certificate", null, ct);
}
