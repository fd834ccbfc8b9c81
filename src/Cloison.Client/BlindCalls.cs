using Cloison.Contracts;

namespace Cloison.Client;

/// <summary>What workers do not read of whom they work for. Reading needs the scope <c>write</c>, changing <c>administer</c>.</summary>
public sealed class BlindCalls
{
    private readonly Connection connection;

    internal BlindCalls(Connection connection) => this.connection = connection;

    public Task<BlindSettings> ReadAsync(CancellationToken ct = default) => connection.GetAsync<BlindSettings>("api/blind", ct);

    /// <summary>Replaces the list of names.</summary>
    /// <exception cref="CloisonException">Too many names, or one too short or too long.</exception>
    public Task<BlindSettings> ChangeAsync(BlindSettings settings, CancellationToken ct = default) => connection.PutAsync<BlindSettings>("api/blind", settings, ct);

    /// <summary>Names that an engineer let through all the same.</summary>
    public Task<IReadOnlyList<NameOverride>> OverridesAsync(CancellationToken ct = default) => connection.GetAsync<IReadOnlyList<NameOverride>>("api/blind/overrides", ct);
}
