using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Cloison.Server.Platform.Outbound;
using Cloison.Storage.Compartments;
using Cloison.Transparency;
using Cloison.Transparency.Merkle;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Witnessing;

namespace Cloison.Server.Platform.AccessLogs;

/// <summary>
/// Sends every log's newest checkpoint to the witnesses that its customer chose, and keeps their signatures. Source: c2sp.org/tlog-witness v1.0.0. A
/// witness who has cosigned more than we have shows that our database was put back: from then on nothing is signed or served.
/// </summary>
internal sealed class WitnessRound(Installation installation, OpenLogs logs, SafeHttp http, TimeProvider clock, ILogger<WitnessRound> output) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>Also without new entries: a fresh cosignature says that the log still shows everybody the same. And the pause after a failure.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<(CustomerId, string), DateTimeOffset> asked = new();

    /// <summary>Asks every witness of a log that has not cosigned its newest checkpoint.</summary>
    public async Task RunAsync(CustomerId customer, AccessLog log, CancellationToken ct)
    {
        if (log.Tree is not { IsRolledBack: false, Head: { } head })
            return;
        foreach (var witness in await LogWitness.ListAsync(log, ct))
        {
            var now = clock.GetUtcNow();
            var isDue = witness.Size < head.Size && witness.Problem is null;
            if (!isDue && asked.TryGetValue((customer, witness.Id), out var last) && now - last < Heartbeat)
                continue;
            asked[(customer, witness.Id)] = now;
            if (await AskAsync(log, witness, head, ct) is { } problem)
                await log.Database.WriteAsync(db => witness.StoreProblem(db, problem), ct);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await Parallel.ForEachAsync(installation.Opened, stoppingToken, async (compartment, ct) =>
            {
                try
                {
                    await RunAsync(compartment.Customer, await logs.OfAsync(compartment), ct);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    output.LogError("Asking the witnesses of {Customer} failed: {Kind}", compartment.Customer, e.GetType().Name);
                }
            });
    }

    /// <returns>Why there is no signature; null when there is one.</returns>
    private async Task<string?> AskAsync(AccessLog log, LogWitness witness, LogHead head, CancellationToken ct)
    {
        var old = Math.Min(witness.Size, head.Size);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var from = old;
            var proof = await log.Database.ReadAsync(db => TreeMath.Consistency(LogTree.Hashes(db, head.Size), from, head.Size), ct);
            using var request = new HttpRequestMessage(HttpMethod.Post, At(witness, "add-checkpoint"))
            {
                Content = new StringContent(new CosignRequest(old, proof, head.Note).ToString(), Encoding.UTF8, "text/plain"),
            };
            var sent = await http.SendAsync(request, RulesOf(witness), ct);
            if (!sent.Succeeded)
                return "unreachable";
            var body = Encoding.UTF8.GetString(sent.Value.Body);
            switch (sent.Value.Status)
            {
                case HttpStatusCode.OK:
                    return await KeepAsync(log, witness, head, body, ct);
                case HttpStatusCode.Conflict when long.TryParse(body.TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size <= head.Size && size != old:
                    old = size;
                    continue;
                case HttpStatusCode.NotFound:
                    return "unknown_log";
                case HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity:
                    await CompareAsync(log, witness, ct);
                    return "inconsistent";
                default:
                    return "refused";
            }
        }

        return "inconsistent";
    }

    private async Task<string?> KeepAsync(AccessLog log, LogWitness witness, LogHead head, string body, CancellationToken ct)
    {
        var key = witness.Key;
        foreach (var line in body.Split('\n'))
            if (NoteSignature.TryParse(line, out var signature) && signature!.Name == key.Name && signature.KeyId == key.Id)
                try
                {
                    (head.Note with { Signatures = [signature] }).Verify([key]);
                    await log.Database.WriteAsync(db => witness.StoreCosigned(db, head.Size, signature, clock.GetUtcNow()), ct);
                    return null;
                }
                catch (NoteException)
                {
                    return "bad_signature";
                }

        return "bad_signature";
    }

    /// <summary>Looks at what the witness has seen of us. Only what we have signed ourselves counts: a witness cannot stop a log by a lie.</summary>
    private async Task CompareAsync(AccessLog log, LogWitness witness, CancellationToken ct)
    {
        var origin = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(log.Tree.Key.Name)));
        using var request = new HttpRequestMessage(HttpMethod.Get, At(witness, $"{origin}/checkpoint"));
        if (await http.SendAsync(request, RulesOf(witness), ct) is not { Succeeded: true, Value: { Status: HttpStatusCode.OK } reply })
            return;
        try
        {
            var (seen, _) = Checkpoint.Open(SignedNote.Parse(reply.Body), [log.Tree.Key]);
            await log.Tree.CompareAsync(seen, ct);
        }
        catch (NoteException)
        {
            // Not ours.
        }

        if (log.Tree.IsRolledBack)
            output.LogCritical("A witness has cosigned more of a log than this database has: it was put back from a backup. Its compartment serves nothing.");
    }

    private static Uri At(LogWitness witness, string path) => new($"{witness.Place.Url.TrimEnd('/')}/{path}");

    // The customer has named this host: its port may be any.
    private static OutboundRules RulesOf(LogWitness witness)
    {
        var address = new Uri(witness.Place.Url);
        return new(Hosts: [$"{address.IdnHost}:{address.Port}"], AllowPlainHttp: true, MaxReplyBytes: 65_536, TimeLimitSeconds: 10);
    }
}
