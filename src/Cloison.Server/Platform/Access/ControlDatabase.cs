using Cloison.Storage.Databases;

namespace Cloison.Server.Platform.Access;

/// <summary>The control database, by a type of its own: no handler can mistake it for a compartment's.</summary>
internal sealed class ControlDatabase(Database database)
{
    public Task<T> ReadAsync<T>(Func<Session, T> read, CancellationToken ct) => database.ReadAsync(read, ct);

    /// <inheritdoc cref="Database.WriteAsync{T}(Func{Session, T}, CancellationToken)"/>
    public Task<T> WriteAsync<T>(Func<Session, T> work, CancellationToken ct) => database.WriteAsync(work, ct);

    public Task WriteAsync(Action<Session> work, CancellationToken ct) => database.WriteAsync(work, ct);
}
