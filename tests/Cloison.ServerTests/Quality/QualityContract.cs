using Cloison.Contracts;
using Cloison.Domain.Annotations;
using Cloison.Domain.People;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Quality;
using Cloison.ServerTests.Work;

namespace Cloison.ServerTests.Quality;

/// <summary>Gold in the work, what follows from it, and how many answers a task gets.</summary>
public abstract class QualityContract(PlaceUnderTest place) : GoldContract(place)
{
    private static readonly QualitySettings HalfGold = new(null, 5, 0.5, 0.5, 0.8, []);

    [Fact]
    public async Task Gold_comes_among_the_work_never_twice_to_one_person_and_looks_like_any_other()
    {
        await Desk.WithProjectAsync(overlap: 3, reviewLevels: 1);
        await Desk.AddTasksAsync(40);
        var gold = await GoldAsync(4);
        await SetAsync(HalfGold);
        var ann = Desk.Hire();

        var had = new List<TaskId>();
        for (var i = 0; i < 30; i++)
        {
            var claimed = await ann.ClaimAsync();
            had.Add(claimed.Task);
            Assert.Null(claimed.Purpose);
            var receipt = await ann.SubmitAsync(claimed);
            // Neither by its state nor by anything else.
            Assert.Equal((AnnotationState.InReview, null), (receipt.State, receipt.Training));
            // His own page moves by many answers at a time or not at all.
            Assert.Equal((0, 0), ((await MineAsync(ann)).Skill.GoldSeen, (await MineAsync(ann)).Days.Count));
        }

        Assert.Distinct(had);
        Assert.Equal(gold.Order(), had.Intersect(gold).Order());
        Assert.DoesNotContain(had.Zip(had.Skip(1)), pair => gold.Contains(pair.First) && gold.Contains(pair.Second));
        // No reviewer is asked about them.
        var reviewer = Desk.Hire(Role.Reviewer);
        while (await reviewer.TryClaimReviewAsync() is { } review)
        {
            Assert.DoesNotContain(review.Task, gold);
            await reviewer.JudgeAsync(review, Verdict.Accept);
        }

        var quality = await QualityAsync();
        var person = Assert.Single(quality.People, p => p.Person == ann.Person);
        Assert.Equal((4, 4), (person.Skill.GoldSeen, person.Skill.GoldRight));
        Assert.Equal(26, person.Skill.Accepted);
        Assert.All(quality.Gold, g => Assert.Equal((1, 1, 1), (g.Given, g.Answers, g.Right)));
    }

    [Fact]
    public async Task A_project_without_settings_gives_no_gold()
    {
        await Desk.WithProjectAsync(overlap: 30);
        await Desk.AddTasksAsync(20);
        var gold = await GoldAsync(5);
        var ann = Desk.Hire();
        for (var i = 0; i < 20; i++)
            Assert.DoesNotContain((await SubmitAsync(ann)).Task, gold);
        Assert.Null(await ann.TryClaimAsync());
    }

    [Fact]
    public async Task Who_gets_gold_wrong_in_a_row_is_paused_is_told_why_appeals_and_a_lead_lets_him_work()
    {
        await Desk.WithProjectAsync(overlap: 30);
        await Desk.AddTasksAsync(60);
        await GoldAsync(8);
        await SetAsync(HalfGold with { Rules = [new("streak", RuleMeasure.WrongGoldStreak, 3, 3, RuleAction.Pause)] });
        var (bad, good) = (Desk.Hire(), Desk.Hire());

        var refusal = await Assert.ThrowsAsync<RefusedException>(async () =>
        {
            for (var i = 0; i < 60; i++)
                await SubmitAsync(bad, Worker.Bad);
        });
        Assert.Equal("work.paused_for_you", refusal.Code);
        for (var i = 0; i < 20; i++)
            await SubmitAsync(good);

        var mine = await MineAsync(bad);
        Assert.Equal((Standing.Paused, 3, 0), (mine.Standing, mine.Skill.GoldSeen, mine.Skill.GoldRight));
        var notice = Assert.Single(mine.Notices);
        Assert.Equal((RuleAction.Pause, RuleMeasure.WrongGoldStreak, 3.0, 3.0), (notice.Action, notice.Measure, notice.Value, notice.Threshold));
        Assert.Empty((await MineAsync(good)).Notices);

        await AppealAsync(bad, notice.Number, "The guideline says the opposite.");
        var seen = Assert.Single((await QualityAsync()).People, p => p.Person == bad.Person);
        Assert.Equal("The guideline says the opposite.", Assert.Single(seen.Notices).Appeal);
        // Nobody else's.
        await Assert.ThrowsAsync<RefusedException>(() => AppealAsync(good, notice.Number, "Mine?"));

        await SettleAsync(bad, notice.Number, new(TakeBack: true));
        await SubmitAsync(bad, Worker.Good);
        Assert.True(Assert.Single((await MineAsync(bad)).Notices).IsTakenBack);
        Assert.Equal("notice.settled", (await Assert.ThrowsAsync<RefusedException>(() => SettleAsync(bad, notice.Number, new(TakeBack: false)))).Code);
    }

    [Fact]
    public async Task Who_is_sent_to_training_is_shown_what_is_right_and_why_and_goes_on_afterwards()
    {
        await Desk.WithProjectAsync(overlap: 30);
        await Desk.AddTasksAsync(40);
        await GoldAsync(4);
        var lessons = await GoldAsync(2, GoldPurpose.Training, explanation: "Praise counts as good.");
        await SetAsync(HalfGold with { Rules = [new("streak", RuleMeasure.WrongGoldStreak, 2, 2, RuleAction.Retrain)] });
        var ann = Desk.Hire();
        while ((await MineAsync(ann)).Standing == Standing.Good)
            await SubmitAsync(ann, Worker.Bad);

        foreach (var content in new[] { Worker.Bad, Worker.Good })
        {
            var claimed = await ann.ClaimAsync();
            Assert.Contains(claimed.Task, lessons);
            Assert.Equal(GoldPurpose.Training, claimed.Purpose);
            var feedback = (await ann.SubmitAsync(claimed, content)).Training!;
            Assert.Equal(content == Worker.Good, feedback.Passed);
            Assert.Equal("Praise counts as good.", feedback.Explanation);
            Assert.Equal(Good.Values!["mood"], feedback.Right.Values!["mood"]);
        }

        Assert.DoesNotContain((await ann.ClaimAsync()).Task, lessons);
        Assert.Equal(Standing.Good, (await MineAsync(ann)).Standing);
    }

    [Fact]
    public async Task A_task_that_is_not_sure_enough_is_given_to_one_more_and_to_a_lead_in_the_end()
    {
        await Desk.WithProjectAsync(overlap: 2);
        var tasks = await Desk.AddTasksAsync(2);
        await SetAsync(new(0.9, 4, 0, 0, 0.8, []));
        var people = Desk.HireMany(4);

        // Of one task all say the same, of the other every second one.
        for (var i = 0; i < 2; i++)
            await AnswerBothAsync(people[i], tasks[0], i);
        await Desk.ResultMaker.MakeAsync(Desk.Compartment, Ct);
        Assert.Equal(TaskState.Done, (await Desk.StateAsync(tasks[0])).State);
        Assert.Equal((TaskState.Open, 1), ((await Desk.StateAsync(tasks[1])).State, (await Desk.StateAsync(tasks[1])).Free));

        foreach (var i in new[] { 2, 3 })
        {
            var claimed = await people[i].ClaimAsync();
            Assert.Equal(tasks[1], claimed.Task);
            await people[i].SubmitAsync(claimed, i % 2 == 0 ? Worker.Good : Worker.Bad);
            await Desk.ResultMaker.MakeAsync(Desk.Compartment, Ct);
        }

        var quality = await QualityAsync();
        Assert.Equal((1, 3.0, 2), (quality.Unclear, quality.AnswersPerTask, quality.Saved));
        var chosen = (await Desk.ShowAsync(tasks[1])).Annotations.First(a => a.Person == people[3].Person);
        await DecideAsync(tasks[1], chosen.Id);
        Assert.Equal("bad", ((TextValue)(await Desk.ResultAsync(tasks[1]))!.Content.Values!["mood"]).Text);
        Assert.Equal(0, (await QualityAsync()).Unclear);
        Assert.Equal("task.not_unclear", (await Assert.ThrowsAsync<RefusedException>(() => DecideAsync(tasks[1], chosen.Id))).Code);
    }

    [Fact]
    public async Task Who_agrees_with_the_others_gains_trust_once_for_each_answer()
    {
        await Desk.WithProjectAsync(overlap: 3);
        await Desk.AddTasksAsync(6);
        var people = Desk.HireMany(3);
        foreach (var person in people)
            while (await person.TryClaimAsync() is { } claimed)
                await person.SubmitAsync(claimed, person == people[2] ? Worker.Bad : Worker.Good);
        await Desk.ResultMaker.MakeAsync(Desk.Compartment, Ct);
        await Desk.Compartment.Database.WriteAsync(db => db.Execute("UPDATE tasks SET result_due = 1"), Ct);
        await Desk.ResultMaker.MakeAsync(Desk.Compartment, Ct);

        var quality = (await QualityAsync()).People.ToDictionary(p => p.Person, p => p.Skill);
        Assert.All(people, p => Assert.Equal(6, quality[p.Person].Compared));
        Assert.True(quality[people[0].Person].Mean > quality[people[2].Person].Mean);
    }

    [Fact]
    public async Task Who_is_known_to_be_right_outweighs_two_who_are_known_to_be_wrong()
    {
        await Desk.WithProjectAsync(overlap: 3);
        var tasks = await Desk.AddTasksAsync(12);
        await GoldAsync(8);
        await SetAsync(HalfGold);
        var people = Desk.HireMany(3);
        foreach (var person in people)
            while (await person.TryClaimAsync() is { } claimed)
                await person.SubmitAsync(claimed, person == people[2] ? Worker.Good : Worker.Bad);
        await Desk.ResultMaker.MakeAsync(Desk.Compartment, Ct);

        foreach (var task in tasks)
        {
            var result = (await Desk.ResultAsync(task))!;
            Assert.Equal("good", ((TextValue)result.Content.Values!["mood"]).Text);
            // They do not agree all the same.
            Assert.True(result.Agreement < 1);
        }
    }

    [Fact]
    public async Task A_task_that_somebody_holds_or_whose_answer_nobody_knows_does_not_become_gold_and_one_that_is_can_go_back()
    {
        await Desk.WithProjectAsync(overlap: 1);
        var task = (await Desk.AddTasksAsync(1))[0];
        Assert.Equal("gold.no_answer", (await Assert.ThrowsAsync<RefusedException>(() => MakeGoldAsync(task, new()))).Code);
        Assert.Equal("input.invalid", (await Assert.ThrowsAsync<RefusedException>(
            () => MakeGoldAsync(task, new(Answer: new(Values: new Dictionary<string, FieldValue> { ["mood"] = new TextValue("great") }))))).Code);
        var ann = Desk.Hire();
        var held = await ann.ClaimAsync();
        Assert.Equal("gold.in_work", (await Assert.ThrowsAsync<RefusedException>(() => MakeGoldAsync(task, new(Answer: Good)))).Code);
        await ann.ReleaseAsync(held.Lease);

        await MakeGoldAsync(task, new(Answer: Good));
        Assert.Equal(TaskState.Gold, (await Desk.StateAsync(task)).State);
        Assert.Null(await ann.TryClaimAsync());
        Reply.Done(await MakeTaskGold.UndoAsync(Desk.Project, task, Desk.Compartment, Desk.Clock, Ct));
        Assert.Equal(task, (await ann.ClaimAsync()).Task);
    }

    [Fact]
    public async Task Settings_that_make_no_sense_are_refused_with_their_places()
    {
        await Desk.WithProjectAsync(overlap: 1);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => SetAsync(new(0.9, 1, 0.6, double.NaN, 2, [new("no spaces", RuleMeasure.Skill, 2, 0, RuleAction.Warn)])));
        Assert.Equal("input.invalid", refused.Code);
        Assert.Equal(QualityRow.Default with { Rules = [] }, (await QualityAsync()).Settings with { Rules = [] });
    }

    [Fact]
    public async Task The_analysis_says_how_far_people_agree_where_they_do_not_and_by_how_many_answers()
    {
        await Desk.WithProjectAsync(overlap: 3);
        await Desk.AddTasksAsync(8);
        Assert.Equal((0, 0), await SizeAsync());
        Worker[] people = [Desk.Hire(), Desk.Hire(), Desk.Hire()];
        for (var i = 0; i < 8; i++)
            foreach (var (n, person) in people.Index())
                await SubmitAsync(person, n == 2 && i < 2 || i % 2 == 1 ? Worker.Bad : Worker.Good);
        Assert.Equal(8, await Desk.ResultMaker.MakeAsync(Desk.Compartment, Ct));
        var analysis = Reply.Of(await ReadAnalysis.HandleAsync(Desk.Project, Desk.Compartment, Desk.Ontologies, Desk.Names, Ct));
        Assert.Equal((8, 24), (analysis.Tasks, analysis.Answers));
        var raw = analysis.Agreement.Single(a => a is { Part: "mood", Measure: "raw", Scope: AgreementOfWhom.All });
        // One task of eight has two against one: one pair of its three agrees.
        Assert.Equal((7 + 1 / 3.0) / 8, raw.Value, 1e-9);
        Assert.InRange(raw.Value, raw.Lower!.Value, raw.Upper!.Value);
        Assert.Equal(3, analysis.Agreement.Count(a => a is { Measure: "raw", Scope: AgreementOfWhom.Pair }));
        Assert.All(analysis.Agreement.Where(a => a.Scope == AgreementOfWhom.Pair), a => Assert.All(a.Of, name => Assert.DoesNotContain("per_", name, StringComparison.Ordinal)));
        var mood = analysis.Confusions.Single(c => c.Part == "mood");
        Assert.Equal((24, 1), (mood.Counts.Sum(r => r.Sum()), mood.Counts.Index().Sum(r => r.Item.Index().Where(c => c.Index != r.Index).Sum(c => c.Item))));
        Assert.Equal((8, 3.0), (analysis.Curves.Single().Tasks, analysis.Curves.Single().AnswersPerTask));
        Assert.Equal(1, analysis.Disagreements.Count(d => d.Agreement < 1));

        async Task<(int, int)> SizeAsync()
        {
            var none = Reply.Of(await ReadAnalysis.HandleAsync(Desk.Project, Desk.Compartment, Desk.Ontologies, Desk.Names, Ct));
            return (none.Tasks, none.Answers);
        }
    }

    private async Task AppealAsync(Worker worker, int number, string text) =>
        Reply.Done(await AppealSkillNotice.HandleAsync(Desk.Project, number, new(text), worker.Caller, Desk.Compartment, Desk.Clock, Ct));

    private async Task DecideAsync(TaskId task, AnnotationId annotation) =>
        Reply.Done(await AdjudicateTask.HandleAsync(Desk.Project, task, new(annotation), Desk.Hire(Role.Lead).Caller, Desk.Compartment, Desk.Clock, Ct));

    private static async Task AnswerBothAsync(Worker worker, TaskId agreed, int turn)
    {
        for (var n = 0; n < 2; n++)
        {
            var claimed = await worker.ClaimAsync();
            await worker.SubmitAsync(claimed, claimed.Task == agreed || turn % 2 == 0 ? Worker.Good : Worker.Bad);
        }
    }
}

public sealed class QualityOnSqlite(SqlitePlace place) : QualityContract(place), IClassFixture<SqlitePlace>;

public sealed class QualityOnPostgres(PostgresPlace place) : QualityContract(place), IClassFixture<PostgresPlace>;
