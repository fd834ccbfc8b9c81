using System.Globalization;
using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Inference.Acceptance;
using Cloison.Server.Features.People;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Acceptances;

/// <summary>One acceptance: the plan, the drawn tasks, what was found of each kind, and the verdict so far.</summary>
internal static class ReadAcceptance
{
    public static async Task<Results<Ok<AcceptanceDetail>, ProblemHttpResult>> HandleAsync(
        ProjectId project, int number, Compartment compartment, PeopleNames names, CancellationToken ct)
    {
        if (await AuditState.ReadAsync(compartment, project, number, ct) is not { } audit)
            return CommonProblems.NotFound.ToHttp();
        var contents = await compartment.Database.ReadAsync(
            db => db.List(
                "SELECT i.task, c.content FROM acceptance_items i JOIN task_contents c ON c.task = i.task WHERE i.project = @project AND i.acceptance = @n",
                row => (Task: row.Id<TaskKind>(0), Content: row.Bytes(1)), ("@project", project.Text), ("@n", (long)number)),
            ct);
        var sealer = compartment.Sealer(project);
        var shown = contents.ToDictionary(c => c.Task, c => sealer.OpenJson<TaskContent>(Seals.TaskContent(c.Task), c.Content).Shown(c.Task));
        var people = await names.OfAsync(audit.Drawn.Select(d => d.AuditedBy).OfType<PersonId>(), ct);
        var report = audit.Judge(sealer);
        return TypedResults.Ok(new AcceptanceDetail(
            await AcceptanceNames.SummariseAsync(compartment, audit, ct), audit.Row.OpenDemand(sealer), audit.Row.Seed.ToString(CultureInfo.InvariantCulture),
            PlanAcceptance.Chances(report.Plan, audit.Row.Demand), report.Rate, report.UpperRate, report.WeightedRate, report.UpperWeightedRate, KindsOf(report),
            [.. audit.Drawn.Select(d => new DrawnTask(
                d.Task, shown[d.Task], d.Stratum, audit.StateOf(d), d.Changes, d.OpenDigest(sealer), d.OpenFinding(sealer)?.Errors ?? [], d.AuditedBy,
                d.AuditedBy is { } by ? people[by] : null, d.AuditedAt))]));
    }

    public static IReadOnlyList<KindErrors> KindsOf(AcceptanceReport report) =>
        [.. report.Kinds.Select(k => new KindErrors(k.Kind, k.Inspected, k.Wrong, k.Rate, k.UpperRate, k.WeightedRate, k.UpperWeightedRate))];
}
