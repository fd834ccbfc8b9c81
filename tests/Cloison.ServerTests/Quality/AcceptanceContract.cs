using System.Globalization;
using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Inference.Acceptance;
using Cloison.Server.Features.Acceptances;
using Cloison.Server.Features.Certificates;
using Cloison.Server.Features.Quality;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Certificates;
using Cloison.Server.Platform.Walls;
using Cloison.ServerTests.Cli;
using Cloison.ServerTests.Work;
using Cloison.Transparency.Notes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.ServerTests.Quality;

/// <summary>A batch is accepted or refused by a drawn sample: the plan, the draw, who may audit, what counts, and what is certified.</summary>
public abstract class AcceptanceContract(PlaceUnderTest place) : WorkContract(place)
{
    private async Task<IReadOnlyList<WaitingAudit>> AuditsAsync(Worker worker) =>
        Assert.Single(await Server.Features.Work.ListWork.HandleAsync(worker.Caller, Desk.Compartment, Ct), w => w.Project == Desk.Project).Audits;

    private static readonly NewAcceptance TenPercent = new(0.1);

    [Fact]
    public async Task A_plan_says_how_many_tasks_are_looked_at_and_stores_nothing()
    {
        await FinishAsync(30);
        var plan = Reply.Of(await PlanAcceptance.HandleAsync(Desk.Project, TenPercent, Desk.Compartment, Desk.Ontologies, Ct));

        Assert.Equal((30, SamplingPlan.Find(30, new(0.1)).SampleSize, 0), (plan.Tasks, plan.SampleSize, plan.MostWrong));
        Assert.Equal(1, plan.Chances[0].Chance);
        Assert.True(plan.Chances.Single(c => c.ErrorRate == 0.1).Chance <= 0.1);
        Assert.Empty(await ListAcceptances.HandleAsync(Desk.Project, Desk.Compartment, Ct));
    }

    [Fact]
    public async Task Anybody_draws_the_same_sample_from_the_list_and_the_seed()
    {
        await FinishAsync(30, annotators: 3);
        await Desk.AddTasksAsync(5);
        var drawn = await DrawAsync(TenPercent);

        var lot = AcceptanceLists.ParseLot((await ReadLot.ReadAsync(Desk.Project, drawn.Summary.Number, Desk.Compartment, Ct))!);
        Assert.Equal((30, 3), (lot.Count, lot.Select(t => t.Stratum).Distinct().Count()));
        var again = SampleDraw.Draw([.. lot.Select(t => new LotItem(t.Task.Text, t.Stratum))], drawn.Summary.Progress.SampleSize, ulong.Parse(drawn.Seed, CultureInfo.InvariantCulture));
        Assert.Equal(again.Select(i => i.Id).Order(StringComparer.Ordinal), drawn.Sample.Select(t => t.Task.Text).Order(StringComparer.Ordinal));
        // Of each annotator something is looked at.
        Assert.Equal(3, drawn.Sample.Select(t => t.Stratum).Distinct().Count());
    }

    [Fact]
    public async Task A_batch_without_a_wrong_task_in_the_sample_is_accepted_and_the_certificate_verifies_without_the_server()
    {
        await FinishAsync(30);
        var drawn = await DrawAsync(TenPercent);
        var auditor = Desk.Hire(Role.Reviewer);
        Assert.Equal("acceptance.undecided", await Reply.RefusalAsync(() => CertifyAsync(drawn)));
        foreach (var task in drawn.Sample)
        {
            Assert.Equal(AcceptanceState.Open, (await ReadAsync(drawn)).Summary.Progress.State);
            await AuditAsync(auditor, drawn, task.Task);
        }

        var audited = await ReadAsync(drawn);
        Assert.Equal((AcceptanceState.Accepted, drawn.Sample.Count, 0), (audited.Summary.Progress.State, audited.Summary.Progress.Audited, audited.Summary.Progress.Wrong));
        Assert.Equal(ErrorBound.Upper(30, drawn.Sample.Count, 0, 0.95), audited.UpperRate);
        Assert.Equal(("field:mood", drawn.Sample.Count, 0), audited.Kinds.Select(k => (k.Kind, k.Audited, k.Wrong)).Single());

        var made = await CertifyAsync(drawn);
        // The same for the asking, and nothing is changed any more.
        Assert.Equal(made, await CertifyAsync(drawn));
        Assert.Equal("acceptance.ended", await Reply.RefusalAsync(() => AuditAsync(auditor, drawn, drawn.Sample[0].Task)));
        var entry = EntryEncoding.Read((await Desk.Log.ReadAsync(made.Index, 1, Ct))[0]);
        Assert.Equal(("certificate", $"sha256:{made.Hash}", "acceptance", "accepted"), (entry.Type, entry.Object, entry.Purpose, entry.Decision));

        var lot = (await ReadLot.ReadAsync(Desk.Project, drawn.Summary.Number, Desk.Compartment, Ct))!;
        var good = await VerifyAsync(made.Note, made.Key, lot);
        Assert.True(good.ExitCode == 0, good.Error);
        Assert.Contains("ACCEPTED", good.Output, StringComparison.Ordinal);
        Assert.Contains("The seed draws these tasks.", good.Output, StringComparison.Ordinal);
        Assert.Contains($"sha256:{made.Hash}", good.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_with_one_byte_changed_or_with_another_list_of_tasks_is_worth_nothing()
    {
        await FinishAsync(20);
        var drawn = await DrawAsync(TenPercent with { ConsumerRisk = 0.3 });
        await AuditAllAsync(Desk.Hire(Role.Lead), drawn);
        var made = await CertifyAsync(drawn);
        var lot = (await ReadLot.ReadAsync(Desk.Project, drawn.Summary.Number, Desk.Compartment, Ct))!;
        foreach (var (from, to) in new[] { ("\nwrong 0", "\nwrong 1"), ("verdict accepted", "verdict refused"), ("seed ", "seed 1"), ("A project", "B project"), ("tasks 20", "tasks 21") })
        {
            Assert.Contains(from, made.Note, StringComparison.Ordinal);
            var bad = await VerifyAsync(made.Note.Replace(from, to, StringComparison.Ordinal), made.Key, lot);
            Assert.NotEqual(0, bad.ExitCode);
            Assert.Contains("DO NOT RELY", bad.Error, StringComparison.Ordinal);
        }

        Assert.Contains("not the list", (await VerifyAsync(made.Note, made.Key, lot.Split('\n', 2)[1])).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_wrong_tasks_than_the_plan_allows_refuse_at_once_and_the_certificate_has_what_is_wrong()
    {
        await FinishAsync(30);
        var drawn = await DrawAsync(TenPercent);
        var (auditor, first) = (Desk.Hire(Role.Reviewer), drawn.Sample[0].Task);

        // Not so heavy that the task is wrong.
        Assert.Equal((AcceptanceState.Open, 0), Verdict(await AuditAsync(auditor, drawn, first, new AuditError("field:mood", 0.5))));
        Assert.Equal((AcceptanceState.Refused, 1), Verdict(await AuditAsync(auditor, drawn, first, new AuditError("field:mood", 1, "It is\nironic."))));
        // A slip of the finger is taken back.
        Assert.Equal((AcceptanceState.Open, 0), Verdict(Reply.Of(await AuditDrawnTask.UndoAsync(Desk.Project, drawn.Summary.Number, first, auditor.Caller, Desk.Compartment, Ct))));
        await AuditAsync(auditor, drawn, first, new AuditError("class:PER"), new AuditError("field:mood", 0.5, "It is\nironic."));

        var made = await CertifyAsync(drawn);
        var verified = await VerifyAsync(made.Note, made.Key, lot: null);
        Assert.Contains("REFUSED", verified.Output, StringComparison.Ordinal);
        var certificate = Assert.IsType<AcceptanceCertificate>(Certificate.Parse(SignedNote.Parse(made.Note).Text));
        Assert.Equal((false, 1, 1, drawn.Sample.Count), (certificate.IsAccepted, certificate.Audited, certificate.Wrong, certificate.Sample.Count));
        Assert.Equal([new AuditError("class:PER"), new AuditError("field:mood", 0.5, "It is\nironic.")], certificate.Errors.Select(e => e.Error));
        Assert.Equal(AcceptanceLists.HashOf(AcceptanceLists.SampleText(drawn.Sample.Select(t => (t.Task, t.Digest)))), certificate.SampleHash);
        // The next one says that it is not the first.
        var next = await DrawAsync(TenPercent);
        await AuditAllAsync(auditor, next);
        Assert.Contains("\nearlier 1\n", (await CertifyAsync(next)).Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_audits_what_he_answered_or_reviewed_and_two_do_not_audit_the_same()
    {
        await Desk.WithProjectAsync(overlap: 1, reviewLevels: 1);
        await Desk.AddTasksAsync(6);
        var (author, reviewer) = (Desk.Hire(Role.Annotator, Role.Reviewer), Desk.Hire(Role.Reviewer));
        while (await author.TryClaimAsync() is { } claimed)
            await author.SubmitAsync(claimed);
        while (await reviewer.TryClaimReviewAsync() is { } review)
            await reviewer.JudgeAsync(review, Domain.Tasks.Verdict.Accept);
        var drawn = await DrawAsync(new(0.5));

        // His work list says where to go.
        Assert.Equal([new WaitingAudit(drawn.Summary.Number, drawn.Sample.Count)], await AuditsAsync(Desk.Hire(Role.Reviewer)));
        Assert.Empty(await AuditsAsync(Desk.Hire()));
        foreach (var own in new[] { author, reviewer })
        {
            var queue = await QueueAsync(own, drawn);
            Assert.Equal((0, 0, drawn.Sample.Count), (queue.Tasks.Count, queue.Waiting, queue.NotYours));
            Assert.Empty(await AuditsAsync(own));
            var problem = Assert.IsType<ProblemHttpResult>((await ReadDrawnTask.HandleAsync(
                Desk.Project, drawn.Summary.Number, drawn.Sample[0].Task, own.Caller, Desk.Compartment, Desk.Ontologies, Ct)).Result);
            Assert.Equal((403, $"You have {(own == author ? "answered" : "reviewed")} this task. Somebody else has to look at it."), (problem.StatusCode, problem.ProblemDetails.Detail));
        }

        var (one, other) = (Desk.Hire(Role.Lead), Desk.Hire(Role.Reviewer));
        await AuditAsync(one, drawn, drawn.Sample[0].Task);
        Assert.Equal("acceptance.audited", await Reply.RefusalAsync(() => AuditAsync(other, drawn, drawn.Sample[0].Task)));
        Assert.DoesNotContain(drawn.Sample[0].Task, (await QueueAsync(other, drawn)).Tasks);
        // Of another project, there is none.
        Assert.Equal("not_found", await Reply.RefusalAsync(async () => Reply.Of(await ReadDrawnTask.HandleAsync(
            ProjectId.New(Desk.Now), drawn.Summary.Number, drawn.Sample[0].Task, one.Caller, Desk.Compartment, Desk.Ontologies, Ct))));
    }

    [Fact]
    public async Task A_result_that_changes_after_its_audit_does_not_count_until_it_is_audited_again()
    {
        await Desk.WithProjectAsync(overlap: 2);
        await Desk.AddTasksAsync(4);
        Reply.Of(await ChangeSettings.HandleAsync(Desk.Project, new(0.95, 2, 0, 0, 0.8, []), Desk.Compartment, Ct));
        var people = Desk.HireMany(2);
        foreach (var (person, content) in people.Zip([Worker.Good, Worker.Bad]))
            while (await person.TryClaimAsync() is { } claimed)
                await person.SubmitAsync(claimed, content);
        await Desk.ResultMaker.MakeAsync(Desk.Compartment, Ct);
        var drawn = await DrawAsync(new(0.5, AcceptableErrorRate: 0.1));
        var (auditor, lead, task) = (Desk.Hire(Role.Reviewer), Desk.Hire(Role.Lead), drawn.Sample[0].Task);
        var before = await ShowAsync(auditor, drawn, task);
        await AuditAsync(auditor, drawn, task, new AuditError("field:mood"));
        Assert.Equal((1, 1, 0), Counts(await ReadAsync(drawn)));

        var mood = ((Domain.Annotations.TextValue)before.Result.Values!["mood"]).Text;
        var chosen = (await Desk.ShowAsync(task)).Annotations.First(a => ((Domain.Annotations.TextValue)a.Content.Values!["mood"]).Text != mood);
        Reply.Done(await AdjudicateTask.HandleAsync(Desk.Project, task, new(chosen.Id), lead.Caller, Desk.Compartment, Desk.Clock, Ct));

        var stale = await ReadAsync(drawn);
        Assert.Equal((0, 0, 1), Counts(stale));
        Assert.Equal(DrawnTaskState.Stale, stale.Sample.Single(t => t.Task == task).State);
        Assert.Contains(task, (await QueueAsync(auditor, drawn)).Tasks);
        // Neither does a finding of what is gone: it was not looked at.
        Assert.Equal("acceptance.result_changed", await Reply.RefusalAsync(async () => Reply.Of(await AuditDrawnTask.HandleAsync(
            Desk.Project, drawn.Summary.Number, task, new(before.Digest, []), auditor.Caller, Desk.Compartment, Desk.Ontologies, Desk.Clock, Ct))));
        Assert.True((await ShowAsync(auditor, drawn, task)).IsChanged);
        await AuditAsync(auditor, drawn, task);
        var again = await ReadAsync(drawn);
        Assert.Equal(((1, 0, 0), 1), (Counts(again), again.Summary.Progress.Repaired));
        Assert.Equal(1, again.Sample.Single(t => t.Task == task).Changes);
        Assert.Equal("acceptance.own_work", await Reply.RefusalAsync(() => AuditAsync(lead, drawn, task)));
    }

    [Fact]
    public async Task A_withdrawn_acceptance_is_not_certified_and_a_demand_that_makes_no_sense_is_not_drawn()
    {
        await Desk.WithProjectAsync(overlap: 1);
        Assert.Equal("acceptance.nothing_finished", await Reply.RefusalAsync(() => DrawAsync(TenPercent)));
        await FinishAsync(10, makeProject: false);
        foreach (var demand in new NewAcceptance[] { new(0), new(double.NaN), new(0.1, AcceptableErrorRate: 0.09), TenPercent with { Kinds = ["field:nothing"] }, TenPercent with { Confidence = 1 } })
            Assert.Equal("input.invalid", await Reply.RefusalAsync(() => DrawAsync(demand)));
        Assert.Equal("not_found", await Reply.RefusalAsync(() => DrawAsync(TenPercent with { Batch = BatchId.New(Desk.Now) })));

        var drawn = await DrawAsync(TenPercent with { Kinds = ["field:mood"] });
        Assert.Equal(["field:mood"], drawn.Demand.Kinds!);
        var auditor = Desk.Hire(Role.Reviewer);
        Assert.Equal("input.invalid", await Reply.RefusalAsync(() => AuditAsync(auditor, drawn, drawn.Sample[0].Task, new AuditError("class:PER"))));
        Reply.Done(await WithdrawAcceptance.HandleAsync(Desk.Project, drawn.Summary.Number, Desk.Hire(Role.Lead).Caller, Desk.Compartment, Desk.Clock, Ct));
        Assert.Equal("acceptance.withdrawn", await Reply.RefusalAsync(() => CertifyAsync(drawn)));
        Assert.Equal("acceptance.ended", await Reply.RefusalAsync(() => AuditAsync(auditor, drawn, drawn.Sample[0].Task)));
        Assert.Equal(AcceptanceState.Withdrawn, Assert.Single(await ListAcceptances.HandleAsync(Desk.Project, Desk.Compartment, Ct)).Progress.State);
    }

    /// <summary>Tasks that somebody has answered.</summary>
    private async Task FinishAsync(int count, int annotators = 1, bool makeProject = true)
    {
        if (makeProject)
            await Desk.WithProjectAsync(overlap: 1);
        await Desk.AddTasksAsync(count);
        var people = Desk.HireMany(annotators);
        for (var i = 0; i < count; i++)
            await people[i % annotators].SubmitAsync(await people[i % annotators].ClaimAsync());
    }

    private async Task<AcceptanceDetail> DrawAsync(NewAcceptance demand) => Reply.Of(await DrawAcceptance.HandleAsync(
        Desk.Project, demand, Desk.Hire(Role.Lead).Caller, Desk.Compartment, Desk.Ontologies, Desk.Names, Desk.Clock, Ct));

    private async Task<AcceptanceDetail> ReadAsync(AcceptanceDetail drawn) =>
        Reply.Of(await ReadAcceptance.HandleAsync(Desk.Project, drawn.Summary.Number, Desk.Compartment, Desk.Names, Ct));

    private async Task<AuditQueue> QueueAsync(Worker worker, AcceptanceDetail drawn) =>
        Reply.Of(await ReadAuditQueue.HandleAsync(Desk.Project, drawn.Summary.Number, worker.Caller, Desk.Compartment, Ct));

    private async Task<AuditedTask> ShowAsync(Worker worker, AcceptanceDetail drawn, TaskId task) =>
        Reply.Of(await ReadDrawnTask.HandleAsync(Desk.Project, drawn.Summary.Number, task, worker.Caller, Desk.Compartment, Desk.Ontologies, Ct));

    private async Task<AcceptanceProgress> AuditAsync(Worker worker, AcceptanceDetail drawn, TaskId task, params AuditError[] errors)
    {
        var shown = await ShowAsync(worker, drawn, task);
        return Reply.Of(await AuditDrawnTask.HandleAsync(
            Desk.Project, drawn.Summary.Number, task, new(shown.Digest, errors), worker.Caller, Desk.Compartment, Desk.Ontologies, Desk.Clock, Ct));
    }

    private async Task AuditAllAsync(Worker worker, AcceptanceDetail drawn)
    {
        foreach (var task in drawn.Sample)
            await AuditAsync(worker, drawn, task.Task);
    }

    private async Task<CertifiedAcceptance> CertifyAsync(AcceptanceDetail drawn)
    {
        var control = new ControlDatabase(Place.Installation.Control);
        using var signer = new CertificateSigner(control, Place.Installation);
        return Reply.Of(await CertifyAcceptance.HandleAsync(
            Desk.Project, drawn.Summary.Number, Desk.Hire(Role.Lead).Caller, Desk.Log, Desk.Compartment, new Certificates(control, signer, new WallClock(Desk.Clock)), signer, Desk.Clock, Ct));
    }

    private static async Task<CliRun> VerifyAsync(string note, string key, string? lot)
    {
        var folder = Directory.CreateTempSubdirectory("cloison-acceptance-");
        try
        {
            var (file, list) = (Path.Combine(folder.FullName, "acceptance.note"), Path.Combine(folder.FullName, "lot.txt"));
            await File.WriteAllTextAsync(file, note, Ct);
            await File.WriteAllTextAsync(list, lot ?? "", Ct);
            return await CliRun.OfAsync(["certificate", "verify", file, "--key", key, .. lot is null ? Array.Empty<string>() : ["--lot", list]]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (AcceptanceState, int) Verdict(AcceptanceProgress progress) => (progress.State, progress.Wrong);

    private static (int Audited, int Wrong, int Stale) Counts(AcceptanceDetail detail) => (detail.Summary.Progress.Audited, detail.Summary.Progress.Wrong, detail.Summary.Progress.Stale);
}

public sealed class AcceptanceOnSqlite(SqlitePlace place) : AcceptanceContract(place), IClassFixture<SqlitePlace>;

public sealed class AcceptanceOnPostgres(PostgresPlace place) : AcceptanceContract(place), IClassFixture<PostgresPlace>;
