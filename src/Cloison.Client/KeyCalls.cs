using Cloison.Contracts;

namespace Cloison.Client;

/// <summary>The customer's API keys; needs the scope <c>administer</c>. A key cannot make one that may do more than itself.</summary>
public sealed class KeyCalls
{
    private readonly Connection connection;

    internal KeyCalls(Connection connection) => this.connection = connection;

    public Task<IReadOnlyList<ApiKeySummary>> ListAsync(CancellationToken ct = default) => connection.GetAsync<IReadOnlyList<ApiKeySummary>>("api/keys", ct);

    /// <summary>The secret in the reply is shown this once.</summary>
    public Task<CreatedApiKey> CreateAsync(NewApiKey key, CancellationToken ct = default) => connection.PostAsync<CreatedApiKey>("api/keys", key, ct);

    public Task RevokeAsync(ApiKeyId key, CancellationToken ct = default) => connection.ChangeAsync(HttpMethod.Delete, $"api/keys/{key}", body: null, ct);
}
