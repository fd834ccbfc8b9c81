using Cloison.Contracts;

namespace Cloison.Client;

/// <summary>The customer's access log: who saw what. Reading needs the scope <c>audit</c>, changing the witnesses <c>administer</c>.</summary>
/// <remarks>Verifying is <c>cloison log verify</c>'s: a client that believes what the server says about itself verifies nothing.</remarks>
public sealed class LogCalls
{
    private readonly Connection connection;

    internal LogCalls(Connection connection) => this.connection = connection;

    public Task<LogSummary> SummaryAsync(CancellationToken ct = default) => connection.GetAsync<LogSummary>("api/log", ct);

    /// <summary>Entries, newest first.</summary>
    /// <param name="before">Only entries before this place; <see cref="LogPage.Next"/> of the page before.</param>
    /// <param name="content">Only entries of somebody who was given content, or handed some in.</param>
    public Task<LogPage> EntriesAsync(long? before = null, int limit = 50, PersonId? person = null, string? type = null, bool content = false, CancellationToken ct = default) =>
        connection.GetAsync<LogPage>(
            $"api/log/entries?limit={limit}{(before is { } b ? $"&before={b}" : "")}{(person is { } p ? $"&person={p}" : "")}{(type is { } t ? $"&type={Uri.EscapeDataString(t)}" : "")}{(content ? "&content=true" : "")}", ct);

    /// <summary>Who is behind the pseudonyms.</summary>
    public Task<IReadOnlyList<LogPerson>> PeopleAsync(CancellationToken ct = default) => connection.GetAsync<IReadOnlyList<LogPerson>>("api/log/people", ct);

    /// <summary>The text of a <c>.tlog-proof</c> file for one entry.</summary>
    public async Task<string> ReceiptAsync(long index, CancellationToken ct = default)
    {
        using var response = await connection.OpenAsync($"api/log/receipts/{index}", 0, ct);
        return await response.Content.ReadAsStringAsync(ct);
    }

    /// <summary>Where the customer's checkpoint is in the log of logs.</summary>
    public Task<LogAnchor> AnchorAsync(CancellationToken ct = default) => connection.GetAsync<LogAnchor>("api/log/anchor", ct);

    /// <summary>Says that the end of a log that was closed has been read; in the name of the customer.</summary>
    public Task AcknowledgeBreakAsync(int number, CancellationToken ct = default) => connection.ChangeAsync(HttpMethod.Post, $"api/log/breaks/{number}/acknowledge", body: null, ct);

    public Task<IReadOnlyList<WitnessSummary>> WitnessesAsync(CancellationToken ct = default) => connection.GetAsync<IReadOnlyList<WitnessSummary>>("api/log/witnesses", ct);

    /// <summary>From now on every checkpoint is sent to him.</summary>
    public Task<WitnessSummary> AddWitnessAsync(NewWitness witness, CancellationToken ct = default) => connection.PostAgainAsync<WitnessSummary>("api/log/witnesses", witness, ct);

    public Task RemoveWitnessAsync(string witness, CancellationToken ct = default) => connection.ChangeAsync(HttpMethod.Delete, $"api/log/witnesses/{witness}", body: null, ct);
}
