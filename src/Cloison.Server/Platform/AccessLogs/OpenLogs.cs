using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Cloison.Server.Platform.Access;
using Cloison.Storage.AccessLogs;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Server.Platform.AccessLogs;

/// <summary>The access logs of the compartments that are open; made when first asked for.</summary>
internal sealed class OpenLogs(Installation installation, AccessSettings settings, TimeProvider clock) : IDisposable
{
    // By the open compartment, not by the customer: one that was closed and opened again has another database.
    private readonly ConditionalWeakTable<Compartment, Lazy<Task<AccessLog>>> logs = [];

    /// <summary>Customers who left: their logs are not opened again here.</summary>
    private readonly ConcurrentDictionary<CustomerId, bool> left = new();

    /// <summary>What origins begin with: the address that people type, as witnesses may see it.</summary>
    public string Domain { get; } = settings.PublicUrl?.Authority ?? "localhost";

    public async Task<AccessLog> OfAsync(Compartment compartment)
    {
        var opening = logs.GetValue(compartment, c => new(() => OpenAsync(c)));
        try
        {
            // Not cancelled with a request: others wait for the same log.
            return await opening.Value;
        }
        catch
        {
            logs.Remove(compartment);
            throw;
        }
    }

    /// <summary>Its customer leaves: the log's keys leave the memory now, and not when the compartment is collected. Whoever still holds the log gets an error.</summary>
    public async Task CloseAsync(Compartment compartment)
    {
        left[compartment.Customer] = true;
        if (!logs.TryGetValue(compartment, out var opened) || !opened.IsValueCreated)
            return;
        logs.Remove(compartment);
        // One that could not be opened has no keys.
        await Task.WhenAny(opened.Value);
        if (opened.Value.IsCompletedSuccessfully)
            (await opened.Value).Close();
    }

    public void Dispose()
    {
        foreach (var (_, log) in logs)
            if (log is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
                log.Value.Result.Close();
    }

    /// <summary>The log of a compartment that is closed for good, to end it. Whoever asks closes it.</summary>
    public Task<AccessLog> OpenClosedAsync(CustomerId customer, string codeName, Database database) => OpenAsync(customer, codeName, database);

    private Task<AccessLog> OpenAsync(Compartment compartment) => left.ContainsKey(compartment.Customer)
        ? throw new LogUnavailableException("The customer has left.")
        : OpenAsync(compartment.Customer, compartment.CodeName, compartment.Database);

    private async Task<AccessLog> OpenAsync(CustomerId customer, string codeName, Database database)
    {
        var keys = await LogKeys.OpenAsync(
            installation.Control, installation.ControlKeys, CompartmentName.Of(customer), _ => Task.FromResult($"{Domain}/l/{codeName}"), clock.GetUtcNow(),
            CancellationToken.None);
        try
        {
            var mark = new HighWaterMark(Path.Combine(installation.DataFolder, "compartments", customer.Text, "log-mark"));
            return await AccessLog.OpenAsync(database, keys, mark, clock, CancellationToken.None);
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }
}
