using System.Text;
using System.Text.Json;
using Cloison.Domain.Ontologies;
using Cloison.Domain.People;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Projects;
using Cloison.Server.Platform;

namespace Cloison.ServerTests.Work;

/// <summary>Claim, answer, submit: the ways in which labelling tools have lost people's work, and what must happen instead.</summary>
public abstract class LabellingContract(PlaceUnderTest place) : WorkContract(place)
{
    [Fact]
    public async Task Tasks_are_given_in_their_order()
    {
        await Desk.WithProjectAsync();
        var tasks = await Desk.AddTasksAsync(3);
        var worker = Desk.Hire();

        Assert.Equal(tasks, [await AnswerNextAsync(worker), await AnswerNextAsync(worker), await AnswerNextAsync(worker)]);
        Assert.Equal("task.none", await Reply.RefusalAsync(() => worker.ClaimAsync()));
    }

    [Fact]
    public async Task People_who_claim_at_once_never_receive_the_same_task()
    {
        await Desk.WithProjectAsync();
        await Desk.AddTasksAsync(40);
        var claims = await Task.WhenAll(Desk.HireMany(32).Select(w => Task.Run(() => w.ClaimAsync(), Ct)));

        Assert.Distinct(claims.Select(c => c.Task));
        await Desk.AuditAsync();
    }

    [Fact]
    public async Task A_claim_after_a_reload_gives_the_same_task_again_and_one_with_what_is_held_gives_another()
    {
        await Desk.WithProjectAsync();
        await Desk.AddTasksAsync(9);
        var worker = Desk.Hire();
        var first = await worker.ClaimAsync();
        await worker.DraftAsync(first.Task, 7, """{"half":"done"}""");

        var reloaded = await worker.ClaimAsync();
        Assert.Equal(first.Lease.Id, reloaded.Lease.Id);
        Assert.Equal(7, reloaded.Draft!.Version);
        Assert.Equal("""{"half":"done"}""", reloaded.Draft.Content.GetRawText());

        var held = new List<LeaseId> { first.Lease.Id };
        for (var i = 1; i < Server.Features.Work.ClaimTask.MaxHeld; i++)
            held.Add((await worker.ClaimAsync(held)).Lease.Id);
        Assert.Distinct(held);
        Assert.Equal("task.too_many_held", await Reply.RefusalAsync(() => worker.ClaimAsync(held)));
    }

    [Fact]
    public async Task An_expired_task_goes_to_the_next_person_first()
    {
        await Desk.WithProjectAsync(leaseSeconds: 60);
        await Desk.AddTasksAsync(5);
        var (gone, next) = (Desk.Hire(), Desk.Hire());
        var task = (await gone.ClaimAsync()).Task;
        await Desk.PassAsync(TimeSpan.FromSeconds(59));
        Assert.NotEqual(task, (await next.ClaimAsync()).Task);

        await Desk.PassAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(task, (await Desk.Hire().ClaimAsync()).Task);
    }

    [Fact]
    public async Task A_sign_of_life_keeps_the_lease_and_none_comes_back_to_life()
    {
        await Desk.WithProjectAsync(leaseSeconds: 60);
        await Desk.AddTasksAsync(1);
        var worker = Desk.Hire();
        var claimed = await worker.ClaimAsync();
        for (var i = 0; i < 5; i++)
        {
            await Desk.PassAsync(TimeSpan.FromSeconds(50));
            Assert.Equal(60, ((await worker.BeatAsync(claimed.Lease)).ExpiresAt - Desk.Now).TotalSeconds, 1);
        }

        Assert.Equal("not_found", await Reply.RefusalAsync(() => Desk.Hire().BeatAsync(claimed.Lease)));
        Assert.Equal("task.lease_lost", await Reply.RefusalAsync(() => worker.BeatAsync(claimed.Lease with { Token = claimed.Lease.Token + 1 })));
        // Over, though the sweeper has not been round yet.
        Desk.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("task.lease_lost", await Reply.RefusalAsync(() => worker.BeatAsync(claimed.Lease)));
    }

    [Fact]
    public async Task The_fencing_token_grows_with_every_lease_of_a_task()
    {
        await Desk.WithProjectAsync(leaseSeconds: 60);
        await Desk.AddTasksAsync(1);
        var tokens = new List<long>();
        for (var i = 0; i < 4; i++)
        {
            tokens.Add((await Desk.Hire().ClaimAsync()).Lease.Token);
            await Desk.PassAsync(TimeSpan.FromSeconds(61));
        }

        Assert.Equal(tokens.Order().Distinct(), tokens);
    }

    [Fact]
    public async Task A_late_answer_counts_while_there_is_room_and_is_kept_as_surplus_when_there_is_none()
    {
        await Desk.WithProjectAsync(leaseSeconds: 60);
        var tasks = await Desk.AddTasksAsync(2);
        var late = Desk.Hire();
        var first = await late.ClaimAsync();
        var second = await late.ClaimAsync(first.Lease.Id);
        await Desk.PassAsync(TimeSpan.FromSeconds(61));
        Assert.Equal(tasks[0], await AnswerNextAsync(Desk.Hire()));

        Assert.Equal(AnnotationState.Surplus, (await late.SubmitAsync(first)).State);
        Assert.Equal(AnnotationState.Accepted, (await late.SubmitAsync(second)).State);
        Assert.Equal(2, (await Desk.ShowAsync(tasks[0])).Annotations.Count);
        Assert.Null(await Desk.Hire().TryClaimAsync());
        await Desk.AuditAsync();
    }

    [Fact]
    public async Task A_late_answer_to_a_task_that_its_author_was_given_again_is_the_answer_to_that()
    {
        await Desk.WithProjectAsync(leaseSeconds: 60);
        await Desk.AddTasksAsync(1);
        var worker = Desk.Hire();
        var old = await worker.ClaimAsync();
        await Desk.PassAsync(TimeSpan.FromSeconds(61));
        var again = await worker.ClaimAsync();
        Assert.Equal(old.Task, again.Task);

        Assert.Equal(AnnotationState.Accepted, (await worker.SubmitAsync(old)).State);
        Assert.Equal((TaskState.Done, 0, 1, 0), await Desk.StateAsync(old.Task));
        Assert.Equal(AnnotationState.Surplus, (await worker.SubmitAsync(again, Worker.Bad)).State);
        await Desk.AuditAsync();
    }

    [Fact]
    public async Task An_answer_with_a_mixed_up_token_is_kept_and_its_slot_goes_to_others()
    {
        await Desk.WithProjectAsync();
        await Desk.AddTasksAsync(1);
        var worker = Desk.Hire();
        var claimed = await worker.ClaimAsync();
        var receipt = await worker.SendAsync(worker.Answer(claimed) with { Token = claimed.Lease.Token + 1 });

        Assert.Equal(AnnotationState.Surplus, receipt.State);
        await Desk.AuditAsync();
        Assert.Equal(claimed.Task, (await Desk.Hire().ClaimAsync()).Task);
    }

    [Fact]
    public async Task A_task_that_somebody_skips_is_for_others_and_never_for_him_again()
    {
        await Desk.WithProjectAsync();
        var tasks = await Desk.AddTasksAsync(2);
        var worker = Desk.Hire();
        var claimed = await worker.ClaimAsync();
        await worker.SkipAsync(claimed.Lease);
        await worker.SkipAsync(claimed.Lease);

        Assert.Equal(tasks[1], await AnswerNextAsync(worker));
        Assert.Null(await worker.TryClaimAsync());
        Assert.Equal(tasks[0], await AnswerNextAsync(Desk.Hire()));
    }

    [Fact]
    public async Task A_task_that_somebody_releases_is_for_everybody_himself_included()
    {
        await Desk.WithProjectAsync();
        var tasks = await Desk.AddTasksAsync(2);
        var worker = Desk.Hire();
        var claimed = await worker.ClaimAsync();
        await worker.ReleaseAsync(claimed.Lease);
        await worker.ReleaseAsync(claimed.Lease);

        Assert.Equal(tasks[0], (await worker.ClaimAsync()).Task);
        await Desk.AuditAsync();
    }

    [Fact]
    public async Task A_task_that_comes_back_behind_a_persons_cursor_is_found()
    {
        await Desk.WithProjectAsync(overlap: 2);
        var tasks = await Desk.AddTasksAsync(10);
        var (slow, other, fast) = (Desk.Hire(), Desk.Hire(), Desk.Hire());
        // Both slots of the first task are taken while the fast one passes it and goes to the end.
        var first = await slow.ClaimAsync();
        await other.ClaimAsync();
        for (var i = 1; i < 10; i++)
            Assert.Equal(tasks[i], await AnswerNextAsync(fast));
        Assert.Null(await fast.TryClaimAsync());

        await slow.ReleaseAsync(first.Lease);
        Assert.Equal(tasks[0], await AnswerNextAsync(fast));
    }

    [Fact]
    public async Task Nobody_is_given_a_task_that_he_has_answered_however_high_the_overlap()
    {
        await Desk.WithProjectAsync(overlap: 3);
        var tasks = await Desk.AddTasksAsync(5);
        foreach (var worker in Desk.HireMany(3))
        {
            var done = new List<TaskId>();
            while (await worker.TryClaimAsync() is { } claimed)
            {
                done.Add(claimed.Task);
                await worker.SubmitAsync(claimed);
            }

            Assert.Equal(tasks, done);
        }

        Assert.Null(await Desk.Hire().TryClaimAsync());
        await Desk.AuditAsync();
    }

    [Fact]
    public async Task The_higher_priority_goes_first_and_within_one_what_came_back()
    {
        await Desk.WithProjectAsync();
        var low = await Desk.AddTasksAsync(2);
        var high = await Desk.AddTasksAsync(3, priority: 5);
        var worker = Desk.Hire();
        var claimed = await worker.ClaimAsync();
        Assert.Equal(high[0], claimed.Task);
        await worker.SkipAsync(claimed.Lease);
        await Desk.SteerAsync(low[1], priority: 100);

        var other = Desk.Hire();
        Assert.Equal([low[1], high[0], high[1], high[2], low[0]], await AnswerAllAsync(other));
    }

    [Fact]
    public async Task The_content_of_an_answer_is_kept_byte_for_byte()
    {
        await Desk.WithProjectAsync();
        await Desk.AddTasksAsync(1);
        var worker = Desk.Hire();
        // Spaces, escapes, number forms and member order are the sender's.
        const string odd = "{ \"values\" : {\"mood\":\"\\u0067ood\"},\n\t\"regions\": [ {\"shape\":{\"start\":0,\"end\":4,\"kind\":\"span\",\"input\":\"text\"},\"class\":\"PER\",\"id\":\"\\u00e9é😀\",\"score\":1.0e-1} ] }";
        var claimed = await worker.ClaimAsync();
        var receipt = await worker.SubmitAsync(claimed, odd);

        Assert.Equal(Worker.HashOf(odd), receipt.ContentHash);
        var stored = await Desk.ReadAsync(db => db.First("SELECT content FROM annotations WHERE id = @id", row => (byte[])row.GetValue(0), ("@id", receipt.Annotation.Text)));
        Assert.Equal(odd, Encoding.UTF8.GetString(Desk.Compartment.Sealer(Desk.Project).Open(Seals.Annotation(receipt.Annotation), stored)));
    }

    [Fact]
    public async Task What_arrives_other_than_it_was_sent_is_refused()
    {
        await Desk.WithProjectAsync();
        await Desk.AddTasksAsync(1);
        var worker = Desk.Hire();
        var answer = worker.Answer(await worker.ClaimAsync());

        Assert.Equal("annotation.hash_mismatch", await Reply.RefusalAsync(() => worker.SendAsync(answer with { Content = JsonElement.Parse("""{"values":{}}""") })));
        Assert.Equal("annotation.hash_mismatch", await Reply.RefusalAsync(() => worker.SendAsync(answer with { ContentHash = answer.ContentHash.ToUpperInvariant() })));
        Assert.Equal(AnnotationState.Accepted, (await worker.SendAsync(answer)).State);
    }

    [Fact]
    public async Task The_same_answer_sent_32_times_at_once_is_stored_once_and_has_one_receipt()
    {
        await Desk.WithProjectAsync();
        await Desk.AddTasksAsync(1);
        var worker = Desk.Hire();
        // Finer than what is stored: the receipt of the first and of the later sends must not differ by it.
        Desk.Clock.Advance(TimeSpan.FromTicks(1_234_567));
        var answer = worker.Answer(await worker.ClaimAsync());
        var receipts = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => worker.SendAsync(answer), Ct)));

        Assert.Single(receipts.Distinct());
        Assert.Equal(1, await Desk.ReadAsync(db => db.Scalar<long>("SELECT COUNT(*) FROM annotations")));
        await Desk.PassAsync(TimeSpan.FromDays(3));
        Assert.Equal(receipts[0], await worker.SendAsync(answer));
    }

    [Fact]
    public async Task An_id_that_was_used_for_something_else_is_a_conflict()
    {
        await Desk.WithProjectAsync();
        await Desk.AddTasksAsync(2);
        var (worker, other) = (Desk.Hire(), Desk.Hire());
        var claimed = await worker.ClaimAsync();
        var second = await worker.ClaimAsync(claimed.Lease.Id);
        var id = (await worker.SubmitAsync(claimed)).Annotation;

        Assert.Equal("annotation.id_taken", await Reply.RefusalAsync(() => worker.SubmitAsync(claimed, Worker.Bad, id)));
        Assert.Equal("annotation.id_taken", await Reply.RefusalAsync(() => other.SubmitAsync(claimed, Worker.Good, id)));
        // The same content for another task is not the same answer: a receipt for it would be a lie.
        Assert.Equal("annotation.id_taken", await Reply.RefusalAsync(() => worker.SubmitAsync(second, Worker.Good, id)));
        Assert.Equal(1, await Desk.ReadAsync(db => db.Scalar<long>("SELECT COUNT(*) FROM annotations")));
    }

    [Fact]
    public async Task Two_windows_that_submit_the_same_lease_make_one_answer_and_one_surplus()
    {
        await Desk.WithProjectAsync(overlap: 2);
        await Desk.AddTasksAsync(1);
        var worker = Desk.Hire();
        var claimed = await worker.ClaimAsync();
        var receipts = await Task.WhenAll(
            Task.Run(() => worker.SubmitAsync(claimed, Worker.Good), Ct), Task.Run(() => worker.SubmitAsync(claimed, Worker.Bad), Ct));

        Assert.Equal([AnnotationState.Accepted, AnnotationState.Surplus], receipts.Select(r => r.State).Order());
        await Desk.AuditAsync();
    }

    [Fact]
    public async Task An_answer_made_with_the_version_before_is_taken_after_the_ontology_has_changed()
    {
        await Desk.WithProjectAsync();
        await Desk.AddTasksAsync(2);
        var worker = Desk.Hire();
        var claimed = await worker.ClaimAsync();
        var without = Desk.Sentiment with { Fields = [new ChoiceField { Name = "mood", Options = [new("bad")] }] };
        Assert.Equal(2, Reply.Of(await ChangeOntology.HandleAsync(Desk.Project, without, worker.Caller, Desk.Compartment, Desk.Clock, Ct)).Version);

        Assert.Equal(AnnotationState.Accepted, (await worker.SubmitAsync(claimed, Worker.Good)).State);
        var next = await worker.ClaimAsync();
        Assert.Equal(2, next.OntologyVersion);
        Assert.Equal("input.invalid", await Reply.RefusalAsync(() => worker.SubmitAsync(next, Worker.Good)));
        Assert.Equal("input.invalid", await Reply.RefusalAsync(() => worker.SubmitAsync(next, Worker.Good, ontologyVersion: 3)));
    }

    [Fact]
    public async Task An_older_draft_never_replaces_a_newer_one()
    {
        await Desk.WithProjectAsync();
        await Desk.AddTasksAsync(1);
        var worker = Desk.Hire();
        var claimed = await worker.ClaimAsync();
        await worker.DraftAsync(claimed.Task, 5, """{"v":5}""");

        Assert.Equal("draft.outdated", await Reply.RefusalAsync(() => worker.DraftAsync(claimed.Task, 4, """{"v":4}""")));
        Assert.Equal("""{"v":5}""", (await worker.ClaimAsync()).Draft!.Content.GetRawText());
        Assert.Equal(5, (await worker.DraftAsync(claimed.Task, 5, """{"v":5}""")).Version);
    }

    [Fact]
    public async Task A_draft_outlives_its_lease_and_is_its_authors_alone()
    {
        await Desk.WithProjectAsync(leaseSeconds: 60);
        await Desk.AddTasksAsync(1);
        var worker = Desk.Hire();
        var claimed = await worker.ClaimAsync();
        await Desk.PassAsync(TimeSpan.FromSeconds(61));
        await worker.DraftAsync(claimed.Task, 1, """{"kept":true}""");

        var other = Desk.Hire();
        Assert.Equal("not_found", await Reply.RefusalAsync(() => other.DraftAsync(claimed.Task, 1, "{}")));
        var theirs = await other.ClaimAsync();
        Assert.Null(theirs.Draft);
        await other.ReleaseAsync(theirs.Lease);
        Assert.Equal("""{"kept":true}""", (await worker.ClaimAsync()).Draft!.Content.GetRawText());
    }

    [Fact]
    public async Task A_draft_that_the_submit_has_overtaken_does_not_come_back_with_the_rework()
    {
        await Desk.WithProjectAsync(reviewLevels: 1);
        await Desk.AddTasksAsync(1);
        var worker = Desk.Hire();
        var claimed = await worker.ClaimAsync();
        await worker.DraftAsync(claimed.Task, 1, """{"old":1}""");
        await worker.SubmitAsync(claimed);
        Assert.Equal("draft.outdated", await Reply.RefusalAsync(() => worker.DraftAsync(claimed.Task, 2, """{"old":2}""")));

        var reviewer = Desk.Hire(Role.Reviewer);
        await reviewer.JudgeAsync(await reviewer.ClaimReviewAsync(), Verdict.Reject);
        var rework = await worker.ClaimAsync();
        Assert.Null(rework.Draft);
        await worker.DraftAsync(rework.Task, 1, """{"new":1}""");
        Assert.Equal("""{"new":1}""", (await worker.ClaimAsync()).Draft!.Content.GetRawText());
    }

    [Fact]
    public async Task Whoever_was_not_given_a_task_cannot_submit_to_it_nor_test_its_text()
    {
        await Desk.WithProjectAsync();
        await Desk.AddTasksAsync(2);
        var (worker, stranger) = (Desk.Hire(), Desk.Hire());
        var claimed = await worker.ClaimAsync();
        var own = await stranger.ClaimAsync();
        static string Guess(string quote) => """{"regions":[{"id":"a","class":"PER","shape":{"kind":"span","input":"text","start":0,"end":4,"quote":"?"}}]}""".Replace("?", quote);

        foreach (var quote in new[] { "This", "That" })
        {
            Assert.Equal("not_found", await Reply.RefusalAsync(() => stranger.SubmitAsync(claimed, Guess(quote))));
            Assert.Equal("not_found", await Reply.RefusalAsync(() => stranger.SendAsync(stranger.Answer(own, Guess(quote)) with { Task = claimed.Task })));
        }

        Assert.Equal("not_found", await Reply.RefusalAsync(() => stranger.SubmitAsync(claimed)));
        // The control: his own task answers.
        Assert.Equal("input.invalid", await Reply.RefusalAsync(() => stranger.SubmitAsync(own, Guess("That"))));
        Assert.Equal(AnnotationState.Accepted, (await stranger.SubmitAsync(own, Guess("This"))).State);
    }

    [Fact]
    public async Task A_paused_project_hands_out_nothing_and_takes_what_was_begun()
    {
        await Desk.WithProjectAsync();
        await Desk.AddTasksAsync(2);
        var worker = Desk.Hire();
        var claimed = await worker.ClaimAsync();
        foreach (var (state, code) in new[] { (ProjectState.Paused, "project.paused"), (ProjectState.Archived, "project.archived") })
        {
            await Desk.ChangeAsync(new(State: state));
            Assert.Equal(code, await Reply.RefusalAsync(() => worker.ClaimAsync(claimed.Lease.Id)));
        }

        await worker.DraftAsync(claimed.Task, 1, "{}");
        await worker.BeatAsync(claimed.Lease);
        Assert.Equal(AnnotationState.Accepted, (await worker.SubmitAsync(claimed)).State);
        await Desk.ChangeAsync(new(State: ProjectState.Active));
        Assert.NotNull(await worker.TryClaimAsync());
    }

    private static async Task<TaskId> AnswerNextAsync(Worker worker)
    {
        var claimed = await worker.ClaimAsync();
        await worker.SubmitAsync(claimed);
        return claimed.Task;
    }

    private static async Task<List<TaskId>> AnswerAllAsync(Worker worker)
    {
        var answered = new List<TaskId>();
        while (await worker.TryClaimAsync() is { } claimed)
        {
            await worker.SubmitAsync(claimed);
            answered.Add(claimed.Task);
        }

        return answered;
    }
}

public sealed class LabellingOnSqlite(SqlitePlace place) : LabellingContract(place), IClassFixture<SqlitePlace>;

public sealed class LabellingOnPostgres(PostgresPlace place) : LabellingContract(place), IClassFixture<PostgresPlace>;
