using System.Security.Cryptography;
using Cloison.Contracts;
using Cloison.Inference.Acceptance;
using Cloison.Server.Features.People;
using Cloison.Server.Features.Projects;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Acceptances;

/// <summary>Plans an acceptance and draws its sample, by a seed that is kept: anybody can draw the same one.</summary>
internal static class DrawAcceptance
{
    public static async Task<Results<Ok<AcceptanceDetail>, ProblemHttpResult>> HandleAsync(
        ProjectId project, NewAcceptance request, Caller caller, Compartment compartment, Ontologies ontologies, PeopleNames names, TimeProvider clock, CancellationToken ct)
    {
        // Before anything is read: what changes from here on is noticed.
        var now = clock.GetUtcNow();
        var planned = await PlanAcceptance.MakeAsync(project, request, compartment, ontologies, ct);
        if (!planned.Succeeded)
            return planned.Problem.ToHttp();
        var (plan, lot) = planned.Value;
        var seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        var sample = SampleDraw.Draw([.. lot.Select(t => new LotItem(t.Task.Text, t.Stratum))], plan.SampleSize, seed);
        var results = await compartment.Database.ReadAsync(db => sample.Select(i => (i.Stratum, Result: FinishedResult.Read(db, project, TaskId.Parse(i.Id))!)).ToList(), ct);
        var sealer = compartment.Sealer(project);
        // Null where a task was reopened within the moment; it is drawn all the same, and audited when it is finished.
        var drawn = results.ConvertAll(r => (r.Result.Task, r.Stratum, Digest: r.Result.Open(sealer)?.Digest ?? ""));

        // One at a time under one writer, so that the number is known before it seals: two at once would take the same, and the second is refused by the key.
        var number = await compartment.Database.ReadAsync(db => NextNumber(db, project), ct);
        for (; ; number++)
        {
            var store = new Draw(
                project, number, request, plan, seed, AcceptanceLists.LotText(lot), caller.Person, now,
                request.Kinds is { } kinds ? sealer.SealJson(Seals.AcceptanceKinds(project, number), kinds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) : null,
                drawn.ConvertAll(d => (d.Task, d.Stratum, sealer.SealText(Seals.ResultDigest(project, number, d.Task), d.Digest))));
            if (await compartment.Database.WriteAsync(store.TryStore, ct))
                return await ReadAcceptance.HandleAsync(project, number, compartment, names, ct);
        }
    }

    private static int NextNumber(Session db, ProjectId project) =>
        (int)db.Scalar<long>("SELECT COALESCE(MAX(n), 0) + 1 FROM acceptances WHERE project = @project", ("@project", project.Text));

    private sealed record Draw(
        ProjectId Project, int Number, NewAcceptance Demand, SamplingPlan Plan, ulong Seed, string Lot, PersonId By, DateTimeOffset At, byte[]? Kinds,
        IReadOnlyList<(TaskId Task, string Stratum, byte[] Digest)> Drawn)
    {
        /// <summary>False: the number is taken.</summary>
        public bool TryStore(Session db)
        {
            if (NextNumber(db, Project) != Number)
                return false;
            db.Execute(
                """
                INSERT INTO acceptances (project, n, batch, tasks, sample_size, most_wrong, seed, rejectable_rate, acceptable_rate, consumer_risk, producer_risk, confidence, wrong_from,
                  kinds, lot, drawn_by, drawn_at)
                VALUES (@project, @n, @batch, @tasks, @size, @most, @seed, @rejectable, @acceptable, @consumer, @producer, @confidence, @wrong, @kinds, @lot, @by, @at)
                """,
                ("@project", Project.Text), ("@n", (long)Number), ("@batch", Demand.Batch?.Text), ("@tasks", (long)Plan.LotSize!.Value), ("@size", (long)Plan.SampleSize),
                ("@most", (long)Plan.AcceptanceNumber), ("@seed", (long)Seed), ("@rejectable", Demand.RejectableErrorRate), ("@acceptable", Demand.AcceptableErrorRate),
                ("@consumer", Demand.ConsumerRisk), ("@producer", Demand.ProducerRisk), ("@confidence", Demand.Confidence), ("@wrong", Demand.WrongFrom), ("@kinds", Kinds),
                ("@lot", Lot), ("@by", By.Text), ("@at", At.ToUnixTimeMilliseconds()));
            foreach (var (task, stratum, digest) in Drawn)
                db.Execute(
                    "INSERT INTO acceptance_items (project, acceptance, task, stratum, digest, digest_at) VALUES (@project, @n, @task, @stratum, @digest, @at)",
                    ("@project", Project.Text), ("@n", (long)Number), ("@task", task.Text), ("@stratum", stratum), ("@digest", digest), ("@at", At.ToUnixTimeMilliseconds()));
            return true;
        }
    }
}
