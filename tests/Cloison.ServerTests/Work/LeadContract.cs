using Cloison.Domain.People;
using Cloison.Domain.Tasks;

namespace Cloison.ServerTests.Work;

/// <summary>What leads change while people work: cancel, reopen, overlap.</summary>
public abstract class LeadContract(PlaceUnderTest place) : WorkContract(place)
{
    [Fact]
    public async Task A_cancelled_task_is_given_to_nobody_and_what_was_begun_is_kept()
    {
        await Desk.WithProjectAsync();
        var tasks = await Desk.AddTasksAsync(2);
        var worker = Desk.Hire();
        var claimed = await worker.ClaimAsync();
        await Desk.SteerAsync(tasks[0], cancelled: true);
        await Desk.AuditAsync();

        Assert.Equal("task.lease_lost", await Reply.RefusalAsync(() => worker.BeatAsync(claimed.Lease)));
        Assert.Equal(tasks[1], (await worker.ClaimAsync()).Task);
        Assert.Null(await Desk.Hire().TryClaimAsync());
        Assert.Equal(AnnotationState.Surplus, (await worker.SubmitAsync(claimed)).State);
        await Desk.AuditAsync();
    }

    [Fact]
    public async Task A_reopened_task_has_all_its_slots_and_is_found_behind_every_cursor()
    {
        await Desk.WithProjectAsync(overlap: 2);
        var tasks = await Desk.AddTasksAsync(3);
        var (worker, passer) = (Desk.Hire(), Desk.Hire());
        await worker.ClaimAsync();
        await Desk.SteerAsync(tasks[0], cancelled: true);
        Assert.Equal([tasks[1], tasks[2]], await DoAllAsync(passer));
        await Desk.SteerAsync(tasks[0], cancelled: true);
        await Desk.SteerAsync(tasks[0], cancelled: false);

        Assert.Equal((TaskState.Open, 2, 0, 0), await Desk.StateAsync(tasks[0]));
        Assert.Equal([tasks[0]], await DoAllAsync(passer));
        Assert.Contains(tasks[0], await DoAllAsync(worker));
        await Desk.AuditAsync();
    }

    [Fact]
    public async Task An_answer_that_arrives_between_cancel_and_reopen_does_not_cost_the_task_a_slot()
    {
        await Desk.WithProjectAsync();
        var task = (await Desk.AddTasksAsync(1))[0];
        var worker = Desk.Hire();
        var claimed = await worker.ClaimAsync();
        await Desk.SteerAsync(task, cancelled: true);
        await worker.SubmitAsync(claimed);
        await Desk.SteerAsync(task, cancelled: false);

        Assert.Equal([task], await DoAllAsync(Desk.Hire()));
        Assert.Equal(TaskState.Done, (await Desk.StateAsync(task)).State);
        await Desk.AuditAsync();
    }

    [Fact]
    public async Task A_cancelled_task_is_neither_reviewed_nor_reworked_until_it_reopens()
    {
        await Desk.WithProjectAsync(reviewLevels: 1);
        var tasks = await Desk.AddTasksAsync(2);
        var (author, reviewer) = (Desk.Hire(), Desk.Hire(Role.Reviewer));
        await author.SubmitAsync(await author.ClaimAsync());
        Desk.Clock.Advance(TimeSpan.FromSeconds(1));
        await author.SubmitAsync(await author.ClaimAsync());
        await reviewer.JudgeAsync(await reviewer.ClaimReviewAsync(), Verdict.Reject);
        foreach (var task in tasks)
            await Desk.SteerAsync(task, cancelled: true);
        Assert.Null(await reviewer.TryClaimReviewAsync());
        Assert.Null(await author.TryClaimAsync());

        foreach (var task in tasks)
            await Desk.SteerAsync(task, cancelled: false);
        Assert.Equal(tasks[1], (await reviewer.ClaimReviewAsync()).Task);
        Assert.Equal(tasks[0], (await author.ClaimAsync()).Task);
        await Desk.AuditAsync();
    }

    [Fact]
    public async Task A_higher_overlap_opens_finished_tasks_again_for_whoever_has_not_answered_them()
    {
        await Desk.WithProjectAsync();
        var tasks = await Desk.AddTasksAsync(3);
        var (first, second) = (Desk.Hire(), Desk.Hire());
        Assert.Equal(tasks, await DoAllAsync(first));
        Assert.Empty(await DoAllAsync(second));
        await Desk.ChangeAsync(new(Overlap: 2));

        Assert.Equal((TaskState.Open, 1, 1, 0), await Desk.StateAsync(tasks[0]));
        Assert.Empty(await DoAllAsync(first));
        Assert.Equal(tasks, await DoAllAsync(second));
        Assert.Equal((TaskState.Done, 0, 2, 0), await Desk.StateAsync(tasks[0]));
        Assert.Equal(3, await Desk.ResultMaker.MakeAsync(Desk.Compartment, Ct));
        await Desk.AuditAsync();
    }

    [Fact]
    public async Task A_lower_overlap_finishes_tasks_and_the_one_answer_there_is_becomes_the_result()
    {
        await Desk.WithProjectAsync(overlap: 3);
        var task = (await Desk.AddTasksAsync(1))[0];
        var (first, busy) = (Desk.Hire(), Desk.Hire());
        await DoAllAsync(first);
        var held = await busy.ClaimAsync();
        Assert.Null(await Desk.ResultAsync(task));
        await Desk.ChangeAsync(new(Overlap: 1));

        Assert.Equal(TaskState.Done, (await Desk.StateAsync(task)).State);
        Assert.NotNull(await Desk.ResultAsync(task));
        Assert.Null(await Desk.Hire().TryClaimAsync());
        // What was begun before counts: the result takes it in.
        Assert.Equal(AnnotationState.Accepted, (await busy.SubmitAsync(held, Worker.Good)).State);
        Assert.Equal(1, await Desk.ResultMaker.MakeAsync(Desk.Compartment, Ct));
        Assert.NotNull((await Desk.ResultAsync(task))!.Agreement);
        await Desk.AuditAsync(overlapMayBeExceeded: true);
    }

    [Fact]
    public async Task A_lease_that_ends_after_the_overlap_was_lowered_does_not_open_the_task_again()
    {
        await Desk.WithProjectAsync(overlap: 2, leaseSeconds: 60);
        var task = (await Desk.AddTasksAsync(1))[0];
        await DoAllAsync(Desk.Hire());
        await Desk.Hire().ClaimAsync();
        await Desk.ChangeAsync(new(Overlap: 1));
        await Desk.PassAsync(TimeSpan.FromSeconds(61));

        Assert.Equal((TaskState.Done, 0, 1, 0), await Desk.StateAsync(task));
        Assert.Null(await Desk.Hire().TryClaimAsync());
    }

    [Fact]
    public async Task A_task_that_is_cancelled_while_the_overlap_changes_reopens_with_the_new_one()
    {
        await Desk.WithProjectAsync(overlap: 2);
        var tasks = await Desk.AddTasksAsync(2);
        await DoAllAsync(Desk.Hire());
        foreach (var task in tasks)
            await Desk.SteerAsync(task, cancelled: true);
        await Desk.ChangeAsync(new(Overlap: 1));
        await Desk.SteerAsync(tasks[0], cancelled: false);
        await Desk.ChangeAsync(new(Overlap: 3));
        await Desk.SteerAsync(tasks[1], cancelled: false);

        Assert.Equal((TaskState.Open, 2, 1, 0), await Desk.StateAsync(tasks[0]));
        Assert.NotNull(await Desk.ResultAsync(tasks[0]));
        Assert.Equal((TaskState.Open, 2, 1, 0), await Desk.StateAsync(tasks[1]));
        await Desk.AuditAsync();
    }

    [Fact]
    public async Task Two_overlaps_that_are_set_at_once_leave_every_task_at_the_one_that_is_stored()
    {
        await Desk.WithProjectAsync();
        await Desk.AddTasksAsync(2500);
        await Task.WhenAll(new[] { 2, 5, 3, 4 }.Select(overlap => Task.Run(() => Desk.ChangeAsync(new(Overlap: overlap)), Ct)));

        Assert.Equal(1, await Desk.ReadAsync(db => db.Scalar<long>(
            "SELECT COUNT(DISTINCT overlap) FROM (SELECT overlap FROM tasks UNION ALL SELECT overlap FROM projects) o")));
        await Desk.AuditAsync();
    }

    private static async Task<List<TaskId>> DoAllAsync(Worker worker)
    {
        var done = new List<TaskId>();
        while (await worker.TryClaimAsync() is { } claimed)
        {
            await worker.SubmitAsync(claimed);
            done.Add(claimed.Task);
        }

        return done;
    }
}

public sealed class LeadOnSqlite(SqlitePlace place) : LeadContract(place), IClassFixture<SqlitePlace>;

public sealed class LeadOnPostgres(PostgresPlace place) : LeadContract(place), IClassFixture<PostgresPlace>;
