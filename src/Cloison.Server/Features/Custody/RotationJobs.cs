using System.Buffers.Binary;
using Cloison.Contracts;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Custody;
using Cloison.Storage.Compartments;
using Cloison.Storage.Custody;
using Cloison.Storage.Sealing;

namespace Cloison.Server.Features.Custody;

/// <summary>
/// Seals anew what a replaced key has sealed, and destroys that key at the end. What is left to do stands in the sealed values themselves, so a job that was
/// stopped anywhere, by a crash or a revocation, goes on where it was.
/// </summary>
/// <remarks>
/// The old key is destroyed only when nothing is left under it, a while after that, and when every request and job that began before has ended: what was sealed
/// with it just before the new one came may still be on its way to the disk. A value that somebody changes meanwhile is sealed with the new key anyway.
/// </remarks>
internal sealed class RotationJobs(Installation installation, KeyEvents events, TimeProvider clock, ILogger<RotationJobs> log) : BackgroundService
{
    private const int Chunk = 100;

    /// <summary>Among what may fail, beside the rotations themselves.</summary>
    private const string Listing = "rotations";

    /// <summary>Every node has looked at least once by then, and can open what another one seals with the new key.</summary>
    private static readonly TimeSpan UntilKnown = TimeSpan.FromSeconds(1);

    /// <summary>For what other nodes have under way; this node's own is waited for in any case.</summary>
    private static readonly TimeSpan UntilDrained = TimeSpan.FromMinutes(1);

    private readonly Backoff backoff = new(clock);

    /// <summary>Takes every rotation as far as it goes now, except those that wait after a failure.</summary>
    /// <returns>How many are not at their end.</returns>
    public async Task<int> StepAsync(CancellationToken ct)
    {
        var left = 0;
        foreach (var rotation in await installation.Control.ReadAsync(RotationRow.Running, ct))
        {
            var work = rotation.Id.Text;
            if (!backoff.IsDue(work))
            {
                left++;
                continue;
            }

            try
            {
                left += await StepAsync(rotation, ct) ? 1 : 0;
                if (backoff.Succeed(work))
                    log.LogInformation("The rotation {Rotation} goes on.", rotation.Id);
            }
            catch (RotationMovedException)
            {
                // Another node is at it: the next step reads where it has got to.
                left++;
            }
            catch (SealBrokenException e) when (e.Reason is SealBreak.KeyRevoked or SealBreak.Locked)
            {
                // Without the keys it waits, and must go on as soon as they are back.
                left++;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // One customer's trouble must not hold up the others.
                left++;
                if (backoff.Fail(work, Reason(e)))
                    log.LogError("The rotation {Rotation} failed and is tried again with growing pauses: {Type}\n{Stack}", rotation.Id, e.GetType(), e.StackTrace);
            }
        }

        return left;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!backoff.IsDue(Listing))
                continue;
            try
            {
                await StepAsync(stoppingToken);
                backoff.Succeed(Listing);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The control database is away: what throws here would end the server.
                if (backoff.Fail(Listing, Reason(e)))
                    log.LogError("The rotations cannot be read and are tried again with growing pauses: {Type}\n{Stack}", e.GetType(), e.StackTrace);
            }
        }
    }

    /// <summary>Is compared, and never logged: a message may hold anything.</summary>
    private static string Reason(Exception e) => $"{e.GetType()} {e.Message}";

    private async Task<bool> StepAsync(RotationRow rotation, CancellationToken ct)
    {
        if (await installation.FindAsync(rotation.Customer, ct) is not { } compartment)
            return false;
        using var pass = compartment.Custody.EnterJob();
        if (pass.Answer != CustodyAnswer.Open || (rotation.Project is { } project && compartment.Keys.IsWithheld(project)))
            return true;
        // Every step asks for the present state: a chain of them ends where time has to pass.
        while (rotation.State < RotationState.Done)
        {
            var before = rotation;
            rotation = rotation.State switch
            {
                RotationState.Preparing => await ActivateAsync(compartment, rotation, ct),
                RotationState.Running => await SealAnewAsync(compartment, rotation, ct),
                _ => await DestroyAsync(compartment, rotation, ct),
            };
            if (rotation.State == before.State)
                return true;
        }

        return false;
    }

    private async Task<RotationRow> ActivateAsync(Compartment compartment, RotationRow rotation, CancellationToken ct)
    {
        if (clock.GetUtcNow() - rotation.Since < UntilKnown)
            return rotation;
        var total = await CountAsync(compartment, rotation.Project, rotation.NewKey, ct);
        var next = rotation with { State = RotationState.Running, Since = clock.GetUtcNow(), Total = total };
        await compartment.Custody.ChangeKeysAsync(
            // A revocation in between, taken back, has made the newest key the active one already.
            plan => compartment.Keys.Keys.Single(k => k.Number == rotation.NewKey).State == KeyState.Pending ? plan.Activation(rotation.NewKey) : [], db => next.Replace(db, rotation), ct);
        return next;
    }

    private async Task<RotationRow> SealAnewAsync(Compartment compartment, RotationRow rotation, CancellationToken ct)
    {
        var broken = 0L;
        foreach (var column in ColumnsOf(rotation.Project))
            (rotation, broken) = await SealColumnAnewAsync(compartment, rotation.Project, column, rotation, broken, ct);
        (rotation, broken) = await SealFilesAnewAsync(compartment, rotation.Project, rotation, broken, ct);
        var left = await CountAsync(compartment, rotation.Project, rotation.NewKey, ct);
        // What came in meanwhile, still under the old key, is found by the next round.
        if (left > broken)
            return await StoreAsync(rotation, rotation with { Broken = broken }, ct);

        // What somebody changed or deleted meanwhile is done as well, though not by us.
        var sealedAnew = rotation with { Broken = broken, Done = rotation.Total - broken, Since = clock.GetUtcNow() };
        return await StoreAsync(
            rotation, broken > 0 ? sealedAnew with { State = RotationState.Failed, FinishedAt = sealedAnew.Since } : sealedAnew with { State = RotationState.Draining }, ct);
    }

    private async Task<RotationRow> DestroyAsync(Compartment compartment, RotationRow rotation, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now - rotation.Since < UntilDrained || compartment.Custody.OldestUse <= rotation.Since)
            return rotation;
        if (await CountAsync(compartment, rotation.Project, rotation.NewKey, ct) > 0)
            return await StoreAsync(rotation, rotation with { State = RotationState.Running, Since = now }, ct);
        var next = rotation with { State = RotationState.Done, Since = now, FinishedAt = now };
        var old = compartment.Keys.Keys
            .Where(k => k.Purpose != KeyPurpose.Root && k.Project == rotation.Project && k.State == KeyState.DecryptOnly && k.Number < rotation.NewKey).Select(k => k.Number).ToList();
        await events.AppendAsync(compartment, new("key.destroy", Caller: null, rotation.Project, $"key/{string.Join('+', old)}"), ct);
        await compartment.Custody.ChangeKeysAsync(plan => [.. old.Select(plan.Destruction)], db => next.Replace(db, rotation), ct);
        return next;
    }

    private async Task<(RotationRow Rotation, long Broken)> SealColumnAnewAsync(
        Compartment compartment, ProjectId? project, SealedColumn column, RotationRow rotation, long broken, CancellationToken ct)
    {
        var (sealer, key) = (project is { } owner ? compartment.Sealer(owner) : compartment.Keys.ForCompartment(), Bytes(rotation.NewKey));
        for (object[]? after = null; ;)
        {
            var from = after;
            var rows = await compartment.Database.ReadAsync(db => column.Others(db, project, key, from, Chunk), ct);
            if (rows.Count == 0)
                return (rotation, broken);
            var fresh = new List<(object[] Keys, byte[] Old, byte[] Fresh)>(rows.Count);
            foreach (var (keys, old) in rows)
                try
                {
                    var context = column.Context(keys);
                    fresh.Add((keys, old, sealer.Seal(context, sealer.Open(context, old))));
                }
                catch (SealBrokenException e) when (e.Reason is not (SealBreak.KeyRevoked or SealBreak.Locked))
                {
                    broken++;
                }

            await compartment.Database.WriteAsync(db => fresh.ForEach(f => column.Replace(db, f.Keys, f.Old, f.Fresh)), ct);
            rotation = await StoreAsync(rotation, rotation with { Done = rotation.Done + fresh.Count }, ct);
            after = rows[^1].Keys;
        }
    }

    private async Task<(RotationRow Rotation, long Broken)> SealFilesAnewAsync(Compartment compartment, ProjectId? project, RotationRow rotation, long broken, CancellationToken ct)
    {
        var unsaved = 0;
        var blobs = project is { } owner ? compartment.Blobs.List(owner).Select(b => (Func<Task<bool>>)(() => compartment.Blobs.ResealAsync(owner, b.Name, ct))) : [];
        foreach (var work in blobs
            .Concat(compartment.Blobs.ListArtifacts(project).ToList().Select(name => (Func<Task<bool>>)(() => compartment.Blobs.ResealArtifactAsync(project, name, ct)))))
            try
            {
                unsaved += await work() ? 1 : 0;
                if (unsaved < Chunk)
                    continue;
                rotation = await StoreAsync(rotation, rotation with { Done = rotation.Done + unsaved }, ct);
                unsaved = 0;
            }
            catch (SealBrokenException e) when (e.Reason is not (SealBreak.KeyRevoked or SealBreak.Locked))
            {
                broken++;
            }

        return (await StoreAsync(rotation, rotation with { Done = rotation.Done + unsaved }, ct), broken);
    }

    private async Task<RotationRow> StoreAsync(RotationRow before, RotationRow next, CancellationToken ct)
    {
        await installation.Control.WriteAsync(db => next.Replace(db, before), ct);
        return next;
    }

    private static async Task<long> CountAsync(Compartment compartment, ProjectId? project, uint newKey, CancellationToken ct)
    {
        var key = Bytes(newKey);
        var count = 0L;
        foreach (var column in ColumnsOf(project))
            count += await compartment.Database.ReadAsync(db => column.CountOthers(db, project, key), ct);
        return count + await compartment.Blobs.CountOthersAsync(project, newKey, ct);
    }

    private static IReadOnlyList<SealedColumn> ColumnsOf(ProjectId? project) => project is null ? SealedColumns.OfCompartment : SealedColumns.OfProjects;

    private static byte[] Bytes(uint key)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, key);
        return bytes;
    }
}
