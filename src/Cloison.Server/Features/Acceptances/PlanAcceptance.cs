using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Inference.Acceptance;
using Cloison.Server.Features.Projects;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Acceptances;

/// <summary>Says how many tasks an acceptance would look at, and how sure it would be; stores nothing.</summary>
internal static class PlanAcceptance
{
    private const int MostDrawn = 5_000;

    // Of the rejectable rate.
    private static readonly double[] Steps = [0, 0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3];

    public static async Task<Results<Ok<AcceptancePlan>, ProblemHttpResult>> HandleAsync(
        ProjectId project, NewAcceptance request, Compartment compartment, Ontologies ontologies, CancellationToken ct) =>
        (await MakeAsync(project, request, compartment, ontologies, ct)).Then(p => new AcceptancePlan(p.Lot.Count, p.Plan.SampleSize, p.Plan.AcceptanceNumber, Chances(p.Plan, request))).ToHttp();

    /// <summary>The plan, and what it is for.</summary>
    public static async Task<Outcome<(SamplingPlan Plan, List<(TaskId Task, string Stratum)> Lot)>> MakeAsync(
        ProjectId project, NewAcceptance request, Compartment compartment, Ontologies ontologies, CancellationToken ct)
    {
        var (row, hasBatch, lot) = await compartment.Database.ReadAsync(
            db => (ProjectRow.Read(db, project), request.Batch is not { } batch || HasBatch(db, project, batch), Lot.Read(db, project, request.Batch)), ct);
        if (row is null || !hasBatch || await ontologies.FindAsync(compartment, project, row.OntologyVersion, ct) is not { } ontology)
            return CommonProblems.NotFound;
        if (AcceptanceDemands.Check(request, ontology) is { Count: > 0 } errors)
            return CommonProblems.Invalid(errors);
        if (lot.Count == 0)
            return AcceptanceProblems.NothingFinished;
        if (lot.Count > Lot.Most)
            return AcceptanceProblems.LotTooLarge(Lot.Most);
        var plan = SamplingPlan.Find(lot.Count, request.ToSampling());
        return plan.SampleSize > MostDrawn ? AcceptanceProblems.TooMuch(plan.SampleSize, MostDrawn) : (plan, lot);
    }

    public static IReadOnlyList<PassChance> Chances(SamplingPlan plan, NewAcceptance demand) =>
    [
        .. Steps.Select(s => s * demand.RejectableErrorRate).Concat(demand.AcceptableErrorRate is { } acceptable ? [acceptable] : []).Where(r => r <= 1).Distinct().Order()
            .Select(r => new PassChance(r, plan.ChanceToPass(r))),
    ];

    private static bool HasBatch(Session db, ProjectId project, BatchId batch) => db.Scalar<long>(
        "SELECT COUNT(*) FROM batches WHERE id = @batch AND project = @project", ("@batch", batch.Text), ("@project", project.Text)) > 0;
}
