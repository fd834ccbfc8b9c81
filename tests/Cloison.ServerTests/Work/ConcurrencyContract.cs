using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Domain.Tasks;

namespace Cloison.ServerTests.Work;

/// <summary>Many people at once: no task too often, none lost, every total right.</summary>
public abstract class ConcurrencyContract(PlaceUnderTest place) : WorkContract(place)
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(2, 1)]
    public async Task Eight_workers_who_skip_release_and_let_leases_expire_finish_everything_and_exceed_no_overlap(int overlap, int reviewLevels)
    {
        await Desk.WithProjectAsync(overlap, reviewLevels, leaseSeconds: 60);
        var tasks = await Desk.AddTasksAsync(30);
        var workers = Desk.HireMany(8);
        var offered = workers.ToDictionary(w => w.Person, _ => new HashSet<TaskId>());
        using var done = new CancellationTokenSource();
        // Looks at every committed state that it can catch.
        var auditor = Task.Run(
            async () =>
            {
                var audits = 0;
                for (; !done.IsCancellationRequested; audits++)
                    await Desk.AuditAsync();
                return audits;
            },
            Ct);
        var reviewer = reviewLevels == 0 ? Task.CompletedTask : Task.Run(() => ReviewAsync(done.Token), Ct);

        // People stop when nothing is left for them, but a colleague's expired task may still come back: so several rounds.
        for (var round = 0; round < 60 && await AnyOpenAsync(); round++)
        {
            await Task.WhenAll(workers.Select((w, i) => Task.Run(() => WorkAsync(w, new Dice((ulong)(round * 100 + i + 1)), offered[w.Person]), Ct)));
            await Desk.PassAsync(TimeSpan.FromSeconds(61));
        }

        await done.CancelAsync();
        Assert.InRange(await auditor, 1, int.MaxValue);
        await reviewer;
        await Desk.AuditAsync();
        if (reviewLevels == 0)
            foreach (var task in tasks)
                // Full, or everybody has had it: with many skips there is nobody left to ask.
                Assert.True((await Desk.StateAsync(task)).Accepted == overlap || await HadAsync(task) == workers.Count, $"{task} was left over.");
        // Nothing is lost: whoever comes is offered exactly what he has not had and what still has room.
        foreach (var worker in workers)
            while (await worker.TryClaimAsync() is { } late)
            {
                offered[worker.Person].Add(late.Task);
                await worker.SubmitAsync(late);
            }

        var open = await Desk.ReadAsync(db => db.List("SELECT id FROM tasks WHERE state = 0 AND free_slots > 0", row => TaskId.Parse(row.GetString(0))));
        Assert.All(workers, worker => Assert.Superset(open.ToHashSet(), offered[worker.Person]));
    }

    [Fact]
    public async Task The_audit_sees_a_slot_that_is_given_twice()
    {
        await Desk.WithProjectAsync();
        var task = (await Desk.AddTasksAsync(1))[0];
        await Desk.Hire().ClaimAsync();
        await Desk.AuditAsync();
        await Desk.Compartment.Database.WriteAsync(db => db.Execute("UPDATE tasks SET free_slots = 1 WHERE id = @id", ("@id", task.Text)), Ct);
        await Desk.Hire().ClaimAsync();

        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => Desk.AuditAsync());
        await Desk.Compartment.Database.WriteAsync(db => db.Execute("DELETE FROM leases"), Ct);
        await Desk.Compartment.Database.WriteAsync(db => db.Execute("UPDATE tasks SET free_slots = 1"), Ct);
    }

    [Fact]
    public async Task Skip_and_submit_of_one_lease_at_once_make_one_of_the_two()
    {
        await Desk.WithProjectAsync();
        await Desk.AddTasksAsync(20);
        var worker = Desk.Hire();
        while (await worker.TryClaimAsync() is { } claimed)
        {
            var skip = Task.Run(() => worker.SkipAsync(claimed.Lease), Ct);
            var submit = Task.Run(() => worker.SubmitAsync(claimed), Ct);
            // A submit is never refused: nothing is lost.
            Assert.Equal(AnnotationState.Accepted, (await submit).State);
            try
            {
                await skip;
            }
            catch (RefusedException e)
            {
                Assert.Equal("task.lease_lost", e.Code);
            }

            await Desk.AuditAsync();
        }
    }

    private async Task WorkAsync(Worker worker, Dice dice, HashSet<TaskId> offered)
    {
        var held = new List<LeaseId>();
        while (true)
        {
            ClaimedTask? claimed;
            try
            {
                claimed = await worker.TryClaimAsync(held);
            }
            catch (RefusedException e) when (e.Code == "task.too_many_held")
            {
                return;
            }

            if (claimed is null)
                return;
            offered.Add(claimed.Task);
            switch (dice.Next(10))
            {
                case 0: await worker.SkipAsync(claimed.Lease); break;
                case 1: await worker.ReleaseAsync(claimed.Lease); break;
                // Forgotten on the desk: it expires.
                case 2: held.Add(claimed.Lease.Id); break;
                default: await worker.SubmitAsync(claimed, dice.Next(2) == 0 ? Worker.Good : Worker.Bad); break;
            }
        }
    }

    private async Task ReviewAsync(CancellationToken until)
    {
        var (reviewer, dice) = (Desk.Hire(Role.Reviewer), new Dice(77));
        while (!until.IsCancellationRequested)
            if (await reviewer.TryClaimReviewAsync() is { } review)
                await reviewer.JudgeAsync(review, (Verdict)(dice.Next(4) % 3), fix: null, dice);
            else
                await Task.Delay(5, Ct);
    }

    private Task<long> HadAsync(TaskId task) => Desk.ReadAsync(db => db.Scalar<long>("SELECT COUNT(*) FROM task_people WHERE task = @task", ("@task", task.Text)));

    private async Task<bool> AnyOpenAsync() => await Desk.ReadAsync(db => db.Scalar<long>("SELECT COUNT(*) FROM tasks WHERE state = 0")) > 0;
}

internal static class JudgeExtensions
{
    public static Task<ReviewReceipt> JudgeAsync(this Worker reviewer, ClaimedReview review, Verdict verdict, string? fix, Dice dice) =>
        reviewer.JudgeAsync(review, verdict, verdict == Verdict.Fix ? dice.Next(2) == 0 ? Worker.Good : Worker.Bad : fix);
}

public sealed class ConcurrencyOnSqlite(SqlitePlace place) : ConcurrencyContract(place), IClassFixture<SqlitePlace>;

public sealed class ConcurrencyOnPostgres(PostgresPlace place) : ConcurrencyContract(place), IClassFixture<PostgresPlace>;
