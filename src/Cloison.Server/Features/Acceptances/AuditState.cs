using Cloison.Contracts;
using Cloison.Inference.Acceptance;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Server.Features.Acceptances;

/// <summary>An acceptance and its drawn tasks as they are now: which findings count, and what they say.</summary>
/// <param name="Stale">Audited, but of another result than the task has now.</param>
internal sealed record AuditState(AcceptanceRow Row, IReadOnlyList<DrawnRow> Drawn, IReadOnlySet<TaskId> Stale)
{
    public static async Task<AuditState?> ReadAsync(Compartment compartment, ProjectId project, int number, CancellationToken ct)
    {
        var found = await compartment.Database.ReadAsync(db => AcceptanceRow.Read(db, project, number) is { } row ? Read(db, row) : null, ct);
        return found is { } stored ? Of(stored, compartment.Sealer(project)) : null;
    }

    public static async Task<List<AuditState>> NewestAsync(Compartment compartment, ProjectId project, int most, CancellationToken ct)
    {
        var found = await compartment.Database.ReadAsync(db => AcceptanceRow.Newest(db, project, most).ConvertAll(row => Read(db, row)), ct);
        var sealer = compartment.Sealer(project);
        return found.ConvertAll(stored => Of(stored, sealer));
    }

    public AcceptanceProgress Progress
    {
        get
        {
            var (audited, wrong) = (Drawn.Count(Counts), Drawn.Count(d => Counts(d) && d.Weight >= Row.Demand.WrongFrom));
            var state = Row.State != AcceptanceState.Open ? Row.State
                : wrong > Row.MostWrong ? AcceptanceState.Refused
                : audited == Row.SampleSize ? AcceptanceState.Accepted
                : AcceptanceState.Open;
            return new(state, Row.SampleSize, Row.MostWrong, audited, wrong, Stale.Count, Drawn.Count(d => d.IsRepaired));
        }
    }

    public DrawnTaskState StateOf(DrawnRow drawn) =>
        drawn.Weight is not { } weight ? DrawnTaskState.Waiting
        : Stale.Contains(drawn.Task) ? DrawnTaskState.Stale
        : weight >= Row.Demand.WrongFrom ? DrawnTaskState.Wrong
        : DrawnTaskState.Right;

    public AcceptanceReport Judge(Sealer sealer) => BatchAcceptance.Judge(
        Row.Tasks, new(Row.Tasks, Row.SampleSize, Row.MostWrong), [.. Drawn.Select(d => new LotItem(d.Task.Text, d.Stratum))], Row.Demand.ToRules(), Row.Seed,
        [.. Drawn.Where(Counts).Select(d =>
        {
            var (kinds, errors) = d.OpenFinding(sealer)!;
            return new Inspection(d.Task.Text, kinds, [.. errors.Select(e => new FoundError(e.Kind, e.Weight, e.Note ?? ""))]);
        })]);

    private bool Counts(DrawnRow drawn) => drawn.Weight is not null && !Stale.Contains(drawn.Task);

    // Once it is decided or withdrawn, what happens to the tasks changes nothing.
    private static Stored Read(Session db, AcceptanceRow row)
    {
        var drawn = DrawnRow.Of(db, row);
        return new(row, drawn, row.State != AcceptanceState.Open ? [] : [.. drawn.Where(d => d is { Weight: not null, IsTouched: true }).Select(d => (d, FinishedResult.Read(db, row.Project, d.Task)))]);
    }

    private static AuditState Of(Stored stored, Sealer sealer) => new(
        stored.Row, stored.Drawn, stored.Touched.Where(t => t.Result?.Open(sealer)?.Digest != t.Drawn.OpenDigest(sealer)).Select(t => t.Drawn.Task).ToHashSet());

    private sealed record Stored(AcceptanceRow Row, IReadOnlyList<DrawnRow> Drawn, IReadOnlyList<(DrawnRow Drawn, FinishedResult? Result)> Touched);
}
