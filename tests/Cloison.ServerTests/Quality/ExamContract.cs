using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Server.Features.Exams;
using Cloison.Server.Features.Quality;
using Cloison.ServerTests.Work;

namespace Cloison.ServerTests.Quality;

/// <summary>What somebody has to pass before he is given work.</summary>
public abstract class ExamContract(PlaceUnderTest place) : GoldContract(place)
{
    private static readonly QualitySettings WithExam = new(null, 5, 0, 0, 0.8, [], new(3, 0.6, 2, 24));

    [Fact]
    public async Task Who_passes_is_asked_so_many_questions_is_told_how_it_went_with_the_last_and_works_from_then_on()
    {
        var (work, questions) = await PreparedAsync(5);
        var ann = Desk.Hire();
        Assert.Equal((ExamState.Due, 2), await StateAsync(ann));
        Assert.True(await NeedsExamAsync(ann));

        foreach (var (n, content) in new[] { Worker.Good, Worker.Bad, Worker.Good }.Index())
        {
            var claimed = await ann.ClaimAsync();
            Assert.Contains(claimed.Task, questions);
            Assert.Equal((GoldPurpose.Exam, new ExamProgress(n + 1, 3)), (claimed.Purpose, claimed.Exam));
            var receipt = await ann.SubmitAsync(claimed, content);
            // Which one was right is not said. Of the wrong one, one field of two is right.
            Assert.Null(receipt.Training);
            Assert.Equal(n < 2 ? null : new ExamOutcome(true, 2.5 / 3, 0.6, null, 1), receipt.Exam);
        }

        Assert.Equal((ExamState.Passed, 1), await StateAsync(ann));
        Assert.False(await NeedsExamAsync(ann));
        Assert.Contains((await ann.ClaimAsync()).Task, work);
        // What he showed there counts as what is known of him.
        Assert.Equal((3, 2), (Known(await QualityAsync(), ann).Skill.GoldSeen, Known(await QualityAsync(), ann).Skill.GoldRight));
    }

    [Fact]
    public async Task Who_fails_waits_is_asked_other_questions_and_after_the_last_try_needs_a_lead()
    {
        var (work, questions) = await PreparedAsync(9);
        var ann = Desk.Hire();
        var first = await TakeAsync(ann, Worker.Bad);
        Assert.Equal("exam.too_early", await RefusalAsync(ann));
        Assert.Equal((ExamState.Waiting, 1), await StateAsync(ann));
        Assert.Equal(Desk.Now.AddHours(24), (await MineAsync(ann)).Exam!.NotBefore);
        Desk.Clock.Advance(TimeSpan.FromHours(24));
        var second = await TakeAsync(ann, Worker.Bad);
        Assert.Empty(first.Intersect(second));
        Desk.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal("exam.failed", await RefusalAsync(ann));
        Assert.Equal((ExamState.Failed, 0), await StateAsync(ann));

        await GrantAsync(ann, ExamGrant.AnotherTry);
        var third = await TakeAsync(ann, Worker.Good);
        Assert.Equal(questions.Order(), first.Concat(second).Concat(third).Order());
        Assert.Contains((await ann.ClaimAsync()).Task, work);
        Assert.Equal([false, false, true], (await MineAsync(ann)).Exam!.Tries.Select(t => t.Passed == true));
        Assert.Equal("exam.not_needed", (await Assert.ThrowsAsync<RefusedException>(() => GrantAsync(ann, ExamGrant.AnotherTry))).Code);
    }

    [Fact]
    public async Task A_try_at_once_needs_no_wait_and_a_lead_may_let_somebody_work_without()
    {
        var (work, _) = await PreparedAsync(6);
        var (ann, ben) = (Desk.Hire(), Desk.Hire());
        await TakeAsync(ann, Worker.Bad);
        await GrantAsync(ann, ExamGrant.AnotherTry);
        // The one that he waited for, not one more.
        Assert.Equal((ExamState.Due, 1), await StateAsync(ann));
        await TakeAsync(ann, Worker.Bad);
        Assert.Equal("exam.failed", await RefusalAsync(ann));

        await TakeAsync(ben, Worker.Bad);
        await GrantAsync(ben, ExamGrant.Waive);
        Assert.Contains((await ben.ClaimAsync()).Task, work);
        Assert.Equal(ExamState.Waived, (await StateAsync(ben)).State);
        Assert.False(await NeedsExamAsync(ben));
        Assert.Equal("not_found", (await Assert.ThrowsAsync<RefusedException>(() => GrantAsync(Desk.Hire(), ExamGrant.Waive))).Code);
    }

    [Fact]
    public async Task A_question_that_is_skipped_is_wrong_and_one_that_is_given_back_is_asked_again()
    {
        await PreparedAsync(3);
        var ann = Desk.Hire();
        var released = await ann.ClaimAsync();
        await ann.ReleaseAsync(released.Lease);
        var again = await ann.ClaimAsync();
        Assert.Equal((released.Task, released.Exam), (again.Task, again.Exam));
        await ann.SkipAsync(again.Lease);
        var second = await ann.ClaimAsync();
        Assert.NotEqual(again.Task, second.Task);
        await ann.SubmitAsync(second);
        Assert.Equal(2 / 3.0, (await ann.SubmitAsync(await ann.ClaimAsync())).Exam!.Score);
    }

    [Fact]
    public async Task Questions_are_held_ahead_and_no_more_than_the_try_has()
    {
        await PreparedAsync(5);
        var ann = Desk.Hire();
        var held = new List<ClaimedTask>();
        for (var i = 0; i < 3; i++)
            held.Add(await ann.ClaimAsync(held.Select(h => h.Lease.Id)));
        Assert.Equal("task.too_many_held", (await Assert.ThrowsAsync<RefusedException>(() => ann.ClaimAsync(held.Select(h => h.Lease.Id)))).Code);
        // In any order: with the last that arrives it is over.
        Assert.Null((await ann.SubmitAsync(held[2])).Exam);
        Assert.Null((await ann.SubmitAsync(held[0])).Exam);
        var id = AnnotationId.New(Desk.Now);
        var receipt = await ann.SubmitAsync(held[1], id: id);
        Assert.True(receipt.Exam!.Passed);
        // Sent again, because the reply was lost: the same receipt.
        Assert.Equal(receipt, await ann.SubmitAsync(held[1], id: id));
    }

    [Fact]
    public async Task A_question_that_is_none_any_more_does_not_keep_anybody_in_the_exam()
    {
        var (work, _) = await PreparedAsync(3);
        var ann = Desk.Hire();
        var first = await ann.ClaimAsync();
        await ann.SubmitAsync(first);
        var second = await ann.ClaimAsync();
        await ann.SubmitAsync(second);
        var third = await ann.ClaimAsync();
        await ann.ReleaseAsync(third.Lease);
        Reply.Done(await MakeTaskGold.UndoAsync(Desk.Project, third.Task, Desk.Compartment, Desk.Clock, Ct));
        Assert.Contains((await ann.ClaimAsync()).Task, work.Append(third.Task));
        Assert.Equal((true, 2), (Assert.Single((await MineAsync(ann)).Exam!.Tries).Passed, Assert.Single((await MineAsync(ann)).Exam!.Tries).Questions));
    }

    [Fact]
    public async Task An_exam_that_nobody_could_take_is_refused_and_one_that_runs_out_of_questions_says_so()
    {
        await PreparedAsync(3);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => SetAsync(WithExam with { Exam = new(4, 0, 0, double.NaN) }));
        Assert.Equal("input.invalid", refused.Code);
        var ann = Desk.Hire();
        await TakeAsync(ann, Worker.Bad);
        Desk.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal("exam.no_questions", await RefusalAsync(ann));
        // Without an exam everybody works.
        await SetAsync(WithExam with { Exam = null });
        Assert.NotNull(await ann.TryClaimAsync());
        Assert.Null((await MineAsync(ann)).Exam);
    }

    [Fact]
    public async Task A_rule_asks_for_the_exam_again_and_what_is_taken_back_counts_again()
    {
        var (_, _) = await PreparedAsync(9, WithExam with { GoldRate = 0.5, NewcomerGoldRate = 0.5, Rules = [new("streak", RuleMeasure.WrongGoldStreak, 2, 2, RuleAction.Requalify)] });
        await GoldAsync(6);
        var ann = Desk.Hire();
        await TakeAsync(ann, Worker.Good);
        while ((await MineAsync(ann)).Exam!.State == ExamState.Passed)
            await SubmitAsync(ann, Worker.Bad);
        Assert.Equal((ExamState.Due, 2), await StateAsync(ann));
        Assert.True(await NeedsExamAsync(ann));
        Assert.Equal(GoldPurpose.Exam, (await ann.ClaimAsync()).Purpose);
        await SettleAsync(ann, Assert.Single((await MineAsync(ann)).Notices).Number, new(TakeBack: true));
        Assert.Equal(ExamState.Begun, (await StateAsync(ann)).State);
        await SetAsync(WithExam with { Rules = [] });
        Assert.Equal("input.invalid", (await Assert.ThrowsAsync<RefusedException>(
            () => SetAsync(WithExam with { Exam = null, Rules = [new("streak", RuleMeasure.WrongGoldStreak, 2, 2, RuleAction.Requalify)] }))).Code);
    }

    [Fact]
    public async Task A_rule_lowers_the_weight_of_answers_until_a_lead_takes_it_back()
    {
        await Desk.WithProjectAsync(overlap: 30);
        await Desk.AddTasksAsync(30);
        await GoldAsync(6);
        await SetAsync(new(null, 5, 0.5, 0.5, 0.8, [new("streak", RuleMeasure.WrongGoldStreak, 2, 2, RuleAction.LowerWeight)]));
        var ann = Desk.Hire();
        while (!(await MineAsync(ann)).IsDiscounted)
            await SubmitAsync(ann, Worker.Bad);
        var skill = (await MineAsync(ann)).Skill;
        var trust = await Desk.Compartment.Database.ReadAsync(db => SkillRow.Read(db, Desk.Project, ann.Person).Trust, Ct);
        Assert.Equal(skill.Lower, trust);
        // He works on.
        Assert.NotNull(await ann.TryClaimAsync());
        await SettleAsync(ann, 1, new(TakeBack: true));
        Assert.False((await MineAsync(ann)).IsDiscounted);
    }

    [Fact]
    public async Task A_copy_of_a_project_has_its_rules_and_no_exam_because_it_has_no_questions()
    {
        await PreparedAsync(3, WithExam with { GoldRate = 0.1, Rules = [new("slow", RuleMeasure.Skill, 0.5, 5, RuleAction.Warn), new("again", RuleMeasure.Skill, 0.4, 5, RuleAction.Requalify)] });
        var copy = Reply.Of(await Server.Features.Projects.CloneProject.HandleAsync(Desk.Project, new("A copy"), Desk.Hire(Role.Engineer).Caller, Desk.Compartment, Desk.Ontologies, Desk.Clock, Ct));
        var settings = Reply.Of(await ReadQuality.HandleAsync(copy.Id, Desk.Compartment, Desk.Names, Desk.Clock, Ct)).Settings;
        Assert.Equal((0.1, null, "slow"), (settings.GoldRate, settings.Exam, Assert.Single(settings.Rules).Id));
    }

    private async Task<(List<TaskId> Work, List<TaskId> Questions)> PreparedAsync(int questions, QualitySettings? settings = null)
    {
        await Desk.WithProjectAsync(overlap: 30);
        var work = await Desk.AddTasksAsync(20);
        var asked = await GoldAsync(questions, GoldPurpose.Exam);
        await SetAsync(settings ?? WithExam);
        return (work, asked);
    }

    /// <summary>A whole try.</summary>
    /// <returns>What was asked.</returns>
    private static async Task<List<TaskId>> TakeAsync(Worker worker, string content)
    {
        var asked = new List<TaskId>();
        while (true)
        {
            var claimed = await worker.ClaimAsync();
            Assert.Equal(GoldPurpose.Exam, claimed.Purpose);
            asked.Add(claimed.Task);
            if ((await worker.SubmitAsync(claimed, content)).Exam is not null)
                return asked;
        }
    }

    private static async Task<string> RefusalAsync(Worker worker) => (await Assert.ThrowsAsync<RefusedException>(() => worker.ClaimAsync())).Code;

    private async Task<(ExamState State, int TriesLeft)> StateAsync(Worker worker)
    {
        var exam = (await MineAsync(worker)).Exam!;
        return (exam.State, exam.TriesLeft);
    }

    private async Task<bool> NeedsExamAsync(Worker worker) =>
        Assert.Single(await Server.Features.Work.ListWork.HandleAsync(worker.Caller, Desk.Compartment, Ct), w => w.Project == Desk.Project).NeedsExam;

    private static PersonQuality Known(ProjectQuality quality, Worker worker) => quality.People.Single(p => p.Person == worker.Person);

    private async Task GrantAsync(Worker worker, ExamGrant grant) =>
        Reply.Done(await GrantExamTry.HandleAsync(Desk.Project, worker.Person, new(grant), Desk.Hire(Role.Lead).Caller, Desk.Compartment, Desk.Clock, Ct));
}

public sealed class ExamOnSqlite(SqlitePlace place) : ExamContract(place), IClassFixture<SqlitePlace>;

public sealed class ExamOnPostgres(PostgresPlace place) : ExamContract(place), IClassFixture<PostgresPlace>;
