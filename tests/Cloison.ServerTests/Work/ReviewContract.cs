using Cloison.Contracts;
using Cloison.Domain.Annotations;
using Cloison.Domain.People;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Tasks;

namespace Cloison.ServerTests.Work;

/// <summary>The second pair of eyes: who judges what, and what becomes of it.</summary>
public abstract class ReviewContract(PlaceUnderTest place) : WorkContract(place)
{
    [Fact]
    public async Task An_annotation_passes_two_different_reviewers_before_it_counts()
    {
        await Desk.WithProjectAsync(reviewLevels: 2);
        await Desk.AddTasksAsync(1);
        var (author, first, second) = (Desk.Hire(), Desk.Hire(Role.Reviewer), Desk.Hire(Role.Lead));
        var claimed = await author.ClaimAsync();
        Assert.Equal(AnnotationState.InReview, (await author.SubmitAsync(claimed)).State);
        Assert.Equal((TaskState.Review, 0, 0, 1), await Desk.StateAsync(claimed.Task));

        var review = await first.ClaimReviewAsync();
        Assert.Equal(1, review.Level);
        Assert.Null(await second.TryClaimReviewAsync());
        await first.JudgeAsync(review, Verdict.Accept);
        Assert.Equal((TaskState.Review, 0, 0, 1), await Desk.StateAsync(claimed.Task));
        Assert.Null(await first.TryClaimReviewAsync());

        var last = await second.ClaimReviewAsync();
        Assert.Equal(2, last.Level);
        await second.JudgeAsync(last, Verdict.Accept);
        Assert.Equal((TaskState.Done, 0, 1, 0), await Desk.StateAsync(claimed.Task));
        Assert.Equal("good", MoodOf((await Desk.ResultAsync(claimed.Task))!.Content));
    }

    [Fact]
    public async Task Nobody_judges_his_own_annotation_nor_a_fix_of_it()
    {
        await Desk.WithProjectAsync(reviewLevels: 2);
        await Desk.AddTasksAsync(1);
        var (author, fixer) = (Desk.Hire(Role.Reviewer), Desk.Hire(Role.Reviewer));
        await author.SubmitAsync(await author.ClaimAsync());
        Assert.Null(await author.TryClaimReviewAsync());

        await fixer.JudgeAsync(await fixer.ClaimReviewAsync(), Verdict.Fix, Worker.Bad);
        Assert.Null(await fixer.TryClaimReviewAsync());
        Assert.Null(await author.TryClaimReviewAsync());
        Assert.Equal(2, (await Desk.Hire(Role.Reviewer).ClaimReviewAsync()).Level);
    }

    [Fact]
    public async Task A_fix_keeps_both_versions_and_is_the_result()
    {
        await Desk.WithProjectAsync(reviewLevels: 1);
        var task = (await Desk.AddTasksAsync(1))[0];
        var (author, reviewer) = (Desk.Hire(), Desk.Hire(Role.Reviewer));
        var original = await author.SubmitAsync(await author.ClaimAsync());
        await reviewer.JudgeAsync(await reviewer.ClaimReviewAsync(), Verdict.Fix, Worker.Bad);

        var annotations = (await Desk.ShowAsync(task)).Annotations;
        Assert.Equal([AnnotationState.Superseded, AnnotationState.Accepted], annotations.OrderBy(a => a.Id == original.Annotation ? 0 : 1).Select(a => a.State));
        Assert.Equal(["bad", "good"], annotations.Select(a => MoodOf(a.Content)).Order());
        Assert.Equal(original.Annotation, annotations.Single(a => a.State == AnnotationState.Accepted).Replaces);
        Assert.Equal("bad", MoodOf((await Desk.ResultAsync(task))!.Content));
        Assert.Equal((TaskState.Done, 0, 1, 0), await Desk.StateAsync(task));
    }

    [Fact]
    public async Task A_rejected_annotation_goes_back_to_its_author_with_what_was_said()
    {
        await Desk.WithProjectAsync(reviewLevels: 1);
        var tasks = await Desk.AddTasksAsync(3);
        var (author, reviewer) = (Desk.Hire(), Desk.Hire(Role.Reviewer));
        var first = await author.SubmitAsync(await author.ClaimAsync());
        var review = await reviewer.ClaimReviewAsync();
        await CommentAsync(reviewer, tasks[0], "This word here.", review.Annotation.Id);
        await reviewer.SendAsync(reviewer.Verdict(review, Verdict.Reject, "Not quite."));
        Assert.Equal((TaskState.Review, 0, 0, 1), await Desk.StateAsync(tasks[0]));

        // Only to its author, and before anything new.
        Assert.Equal(tasks[1], (await Desk.Hire().ClaimAsync()).Task);
        var rework = await author.ClaimAsync();
        Assert.Equal((LeasePurpose.Rework, tasks[0]), (rework.Lease.Kind, rework.Task));
        Assert.Equal(first.Annotation, rework.Rejected!.Id);
        Assert.Equal("Not quite.", Assert.Single(rework.Rejected.Reviews).Comment);
        Assert.Equal("This word here.", Assert.Single(rework.Comments).Text);

        var second = await author.SubmitAsync(rework, Worker.Bad);
        Assert.Equal(AnnotationState.InReview, second.State);
        var again = await reviewer.ClaimReviewAsync();
        Assert.Equal(first.Annotation, again.Annotation.Replaces);
        await reviewer.JudgeAsync(again, Verdict.Accept);
        Assert.Equal((TaskState.Done, 0, 1, 0), await Desk.StateAsync(tasks[0]));
        Assert.Equal("bad", MoodOf((await Desk.ResultAsync(tasks[0]))!.Content));
        await Desk.AuditAsync();
    }

    [Fact]
    public async Task A_rework_that_its_author_leaves_goes_to_others_after_72_hours()
    {
        await Desk.WithProjectAsync(reviewLevels: 1);
        var task = (await Desk.AddTasksAsync(1))[0];
        var (author, other) = await RejectedAsync();
        await Desk.PassAsync(TimeSpan.FromHours(72) - TimeSpan.FromMinutes(1));
        Assert.Null(await other.TryClaimAsync());
        await Desk.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Null(await author.TryClaimAsync());
        Assert.Equal((task, LeasePurpose.Label), await other.ClaimAsync() is var c ? (c.Task, c.Lease.Kind) : default);
        await Desk.AuditAsync();
    }

    [Fact]
    public async Task A_rework_is_not_taken_from_its_author_while_he_works_on_it()
    {
        await Desk.WithProjectAsync(reviewLevels: 1, leaseSeconds: 3600);
        await Desk.AddTasksAsync(1);
        var (author, other) = await RejectedAsync();
        await Desk.PassAsync(TimeSpan.FromHours(71.9));
        var rework = await author.ClaimAsync();
        await Desk.PassAsync(TimeSpan.FromMinutes(30));
        Assert.Null(await other.TryClaimAsync());
        Assert.Equal(AnnotationState.InReview, (await author.SubmitAsync(rework)).State);

        Assert.Null(await other.TryClaimAsync());
        await Desk.AuditAsync();
    }

    [Fact]
    public async Task A_rework_that_its_author_skips_goes_to_others_at_once_and_one_that_he_releases_comes_back_to_him()
    {
        await Desk.WithProjectAsync(reviewLevels: 1);
        var task = (await Desk.AddTasksAsync(1))[0];
        var (author, other) = await RejectedAsync();
        await author.ReleaseAsync((await author.ClaimAsync()).Lease);
        var rework = await author.ClaimAsync();
        Assert.Equal(LeasePurpose.Rework, rework.Lease.Kind);
        Assert.Null(await other.TryClaimAsync());
        await author.SkipAsync(rework.Lease);

        Assert.Null(await author.TryClaimAsync());
        Assert.Equal(task, (await other.ClaimAsync()).Task);
        await Desk.AuditAsync();
    }

    [Fact]
    public async Task The_first_of_two_verdicts_settles_it_and_the_second_reviewer_is_given_something_else()
    {
        await Desk.WithProjectAsync(reviewLevels: 1, leaseSeconds: 60);
        await Desk.AddTasksAsync(2);
        var author = Desk.Hire();
        var claimed = await author.ClaimAsync();
        await author.SubmitAsync(claimed);
        var (late, second) = (Desk.Hire(Role.Reviewer), Desk.Hire(Role.Reviewer));
        var first = await late.ClaimReviewAsync();
        await Desk.PassAsync(TimeSpan.FromSeconds(61));
        var same = await second.ClaimReviewAsync();
        Assert.Equal(first.Annotation.Id, same.Annotation.Id);

        // Late, but before anybody else: it counts.
        await late.JudgeAsync(first, Verdict.Accept);
        Assert.Equal("review.settled", await Reply.RefusalAsync(() => second.JudgeAsync(same, Verdict.Reject)));
        Assert.Equal((TaskState.Done, 0, 1, 0), await Desk.StateAsync(claimed.Task));
        Assert.Null(await second.TryClaimReviewAsync());
    }

    [Fact]
    public async Task A_verdict_sent_again_is_the_same_verdict_and_another_under_its_id_is_a_conflict()
    {
        await Desk.WithProjectAsync(reviewLevels: 1);
        await Desk.AddTasksAsync(1);
        var (author, reviewer) = (Desk.Hire(), Desk.Hire(Role.Reviewer));
        await author.SubmitAsync(await author.ClaimAsync());
        Desk.Clock.Advance(TimeSpan.FromTicks(7_654_321));
        var verdict = reviewer.Verdict(await reviewer.ClaimReviewAsync(), Verdict.Fix, fix: Worker.Bad);
        var receipts = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => reviewer.SendAsync(verdict), Ct)));

        Assert.Single(receipts.Distinct());
        Assert.Equal(2, await Desk.ReadAsync(db => db.Scalar<long>("SELECT COUNT(*) FROM annotations")));
        Assert.Equal(1, await Desk.ReadAsync(db => db.Scalar<long>("SELECT reviews FROM person_stats WHERE person = @p", ("@p", reviewer.Person.Text))));
        Assert.Equal("annotation.id_taken", await Reply.RefusalAsync(() => reviewer.SendAsync(verdict with { Verdict = Verdict.Accept, Fix = null })));
    }

    [Fact]
    public async Task A_fix_whose_id_somebody_has_used_is_a_conflict()
    {
        await Desk.WithProjectAsync(reviewLevels: 1);
        await Desk.AddTasksAsync(1);
        var (author, reviewer) = (Desk.Hire(), Desk.Hire(Role.Reviewer));
        var receipt = await author.SubmitAsync(await author.ClaimAsync());
        var verdict = reviewer.Verdict(await reviewer.ClaimReviewAsync(), Verdict.Fix, fix: Worker.Bad) with { Id = ReviewId.Parse("rev" + receipt.Annotation.Text[3..]) };

        Assert.Equal("annotation.id_taken", await Reply.RefusalAsync(() => reviewer.SendAsync(verdict)));
        Assert.NotNull(await reviewer.TryClaimReviewAsync());
    }

    [Fact]
    public async Task Annotations_in_review_still_get_their_verdict_when_reviewing_is_done_away_with()
    {
        await Desk.WithProjectAsync(reviewLevels: 2);
        var task = (await Desk.AddTasksAsync(1))[0];
        var (author, reviewer, second) = (Desk.Hire(), Desk.Hire(Role.Reviewer), Desk.Hire(Role.Reviewer));
        await author.SubmitAsync(await author.ClaimAsync());
        await reviewer.JudgeAsync(await reviewer.ClaimReviewAsync(), Verdict.Accept);
        await Desk.ChangeAsync(new(ReviewLevels: 0));

        var work = await Server.Features.Work.ListWork.HandleAsync(second.Caller, Desk.Compartment, Ct);
        Assert.True(Assert.Single(work).CanReview);
        await second.JudgeAsync(await second.ClaimReviewAsync(), Verdict.Accept);
        Assert.Equal(TaskState.Done, (await Desk.StateAsync(task)).State);
    }

    [Fact]
    public async Task A_skipped_review_is_for_others()
    {
        await Desk.WithProjectAsync(reviewLevels: 1);
        await Desk.AddTasksAsync(1);
        var (author, reviewer) = (Desk.Hire(), Desk.Hire(Role.Reviewer));
        await author.SubmitAsync(await author.ClaimAsync());
        await reviewer.SkipAsync((await reviewer.ClaimReviewAsync()).Lease);

        Assert.Null(await reviewer.TryClaimReviewAsync());
        Assert.NotNull(await Desk.Hire(Role.Reviewer).TryClaimReviewAsync());
    }

    [Fact]
    public async Task Who_was_not_given_an_annotation_cannot_judge_it()
    {
        await Desk.WithProjectAsync(reviewLevels: 1);
        await Desk.AddTasksAsync(1);
        var (author, reviewer) = (Desk.Hire(Role.Reviewer), Desk.Hire(Role.Reviewer));
        var claimed = await author.ClaimAsync();
        await author.SubmitAsync(claimed);
        var review = await reviewer.ClaimReviewAsync();

        Assert.Equal("not_found", await Reply.RefusalAsync(() => author.JudgeAsync(review, Verdict.Accept)));
        Assert.Equal("not_found", await Reply.RefusalAsync(() => Desk.Hire(Role.Lead).JudgeAsync(review, Verdict.Accept)));
        Assert.Equal("not_found", await Reply.RefusalAsync(() => author.SendAsync(author.Verdict(review, Verdict.Accept) with { Lease = claimed.Lease.Id })));
    }

    [Fact]
    public async Task Several_answers_have_a_consensus_as_their_result_and_a_task_that_cannot_be_worked_out_holds_up_nobody()
    {
        await Desk.WithProjectAsync(overlap: 3);
        var tasks = await Desk.AddTasksAsync(101);
        foreach (var worker in Desk.HireMany(3))
        {
            await worker.SubmitAsync(await worker.ClaimAsync(), Worker.Good);
        }

        // More than a round's chunk of tasks that are due and have no answers.
        await Desk.Compartment.Database.WriteAsync(db => db.Execute("UPDATE tasks SET result_due = 1"), Ct);
        Assert.Equal(1, await Desk.ResultMaker.MakeAsync(Desk.Compartment, Ct).WaitAsync(TimeSpan.FromSeconds(60), Ct));

        var result = (await Desk.ResultAsync(tasks[0]))!;
        Assert.Equal(("good", 1.0), (MoodOf(result.Content), result.Agreement));
    }

    [Fact]
    public async Task A_comment_is_stored_once_and_never_silently_lost()
    {
        await Desk.WithProjectAsync();
        var task = (await Desk.AddTasksAsync(1))[0];
        var (worker, stranger) = (Desk.Hire(), Desk.Hire());
        await worker.ClaimAsync();
        Desk.Clock.Advance(TimeSpan.FromTicks(4_321));
        var id = CommentId.New(Desk.Now);
        var first = await CommentAsync(worker, task, "What is this?", id: id);
        await Desk.PassAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(first, await CommentAsync(worker, task, "What is this?", id: id));
        Assert.Equal("annotation.id_taken", await Reply.RefusalAsync(() => CommentAsync(worker, task, "Something else", id: id)));
        Assert.Equal("not_found", await Reply.RefusalAsync(() => CommentAsync(stranger, task, "May I?")));
        Reply.Done(await ResolveComment.HandleAsync(Desk.Project, task, id, new(true), worker.Caller, Desk.Compartment, Ct));
        Assert.True(Assert.Single((await Desk.ShowAsync(task)).Comments).Resolved);
        Assert.Equal("not_found", await Reply.RefusalAsync(async () => Reply.Done(
            await ResolveComment.HandleAsync(Desk.Project, task, id, new(false), stranger.Caller, Desk.Compartment, Ct))));
    }

    /// <summary>One annotation, rejected; its author and somebody else.</summary>
    private async Task<(Worker Author, Worker Other)> RejectedAsync()
    {
        var (author, reviewer) = (Desk.Hire(), Desk.Hire(Role.Reviewer));
        await author.SubmitAsync(await author.ClaimAsync());
        await reviewer.JudgeAsync(await reviewer.ClaimReviewAsync(), Verdict.Reject);
        return (author, Desk.Hire());
    }

    private async Task<CommentDetail> CommentAsync(Worker worker, TaskId task, string text, AnnotationId? annotation = null, CommentId? id = null) => Reply.Of(
        await AddComment.HandleAsync(
            Desk.Project, task, new(id ?? CommentId.New(Desk.Now), text, annotation), worker.Caller, Desk.Compartment, Desk.Names, Desk.Clock, Ct));

    private static string? MoodOf(AnnotationContent content) => (content.Values?["mood"] as TextValue)?.Text;
}

public sealed class ReviewOnSqlite(SqlitePlace place) : ReviewContract(place), IClassFixture<SqlitePlace>;

public sealed class ReviewOnPostgres(PostgresPlace place) : ReviewContract(place), IClassFixture<PostgresPlace>;
