using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cloison.Contracts;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Review;
using Cloison.Server.Features.Work;
using Cloison.Server.Platform.Access;
using SubmitAnnotation = Cloison.Contracts.SubmitAnnotation;
using SubmitReview = Cloison.Contracts.SubmitReview;

namespace Cloison.ServerTests.Work;

/// <summary>Somebody who works: what his client would send.</summary>
internal sealed class Worker(Desk desk, Caller caller)
{
    public const string Good = """{"values":{"mood":"good"}}""";
    public const string Bad = """{"values":{"mood":"bad"}}""";

    public Caller Caller => caller;

    public PersonId Person => caller.Person;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task<ClaimedTask> ClaimAsync(params IEnumerable<LeaseId> have) =>
        Reply.Of(await ClaimTask.HandleAsync(desk.Project, new([.. have]), caller, desk.Compartment, desk.Log, desk.Reader, desk.Clock, Ct));

    /// <summary>Null when there is nothing to do.</summary>
    public async Task<ClaimedTask?> TryClaimAsync(params IEnumerable<LeaseId> have)
    {
        try
        {
            return await ClaimAsync(have);
        }
        catch (RefusedException e) when (e.Code == "task.none")
        {
            return null;
        }
    }

    public Task<Receipt> SubmitAsync(ClaimedTask task, string content = Good, AnnotationId? id = null, int? ontologyVersion = null) =>
        SendAsync(Answer(task, content, id) with { OntologyVersion = ontologyVersion ?? task.OntologyVersion });

    public SubmitAnnotation Answer(ClaimedTask task, string content = Good, AnnotationId? id = null) => new(
        id ?? AnnotationId.New(desk.Now), task.Task, task.Lease.Id, task.Lease.Token, task.OntologyVersion, HashOf(content), JsonElement.Parse(content), 1.5);

    public async Task<Receipt> SendAsync(SubmitAnnotation answer) =>
        Reply.Of(await Server.Features.Work.SubmitAnnotation.HandleAsync(desk.Project, answer, caller, desk.Compartment, desk.Log, desk.Ontologies, desk.Clock, Ct));

    public async Task SkipAsync(LeaseTicket lease) =>
        Reply.Done(await SkipLease.HandleAsync(desk.Project, lease.Id, new(lease.Token, "I cannot read it"), caller, desk.Compartment, desk.Log, desk.Clock, Ct));

    public async Task ReleaseAsync(LeaseTicket lease) =>
        Reply.Done(await ReleaseLease.HandleAsync(desk.Project, lease.Id, new(lease.Token), caller, desk.Compartment, desk.Log, desk.Clock, Ct));

    public async Task<LeaseExtended> BeatAsync(LeaseTicket lease) =>
        Reply.Of(await KeepLease.HandleAsync(desk.Project, lease.Id, new(lease.Token), caller, desk.Compartment, desk.Clock, Ct));

    public async Task<SavedDraft> DraftAsync(TaskId task, long version, string content) =>
        Reply.Of(await SaveDraft.HandleAsync(desk.Project, task, new(version, JsonElement.Parse(content)), caller, desk.Compartment, desk.Log, desk.Clock, Ct));

    public async Task<ClaimedReview> ClaimReviewAsync(params IEnumerable<LeaseId> have) =>
        Reply.Of(await ClaimReview.HandleAsync(desk.Project, new([.. have]), caller, desk.Compartment, desk.Log, desk.Reader, desk.Consensuses, desk.Clock, Ct));

    public async Task<ClaimedReview?> TryClaimReviewAsync(params IEnumerable<LeaseId> have)
    {
        try
        {
            return await ClaimReviewAsync(have);
        }
        catch (RefusedException e) when (e.Code == "review.none")
        {
            return null;
        }
    }

    public SubmitReview Verdict(ClaimedReview review, Verdict verdict, string? comment = null, string? fix = null) => new(
        ReviewId.New(desk.Now), review.Annotation.Id, review.Lease.Id, review.Lease.Token, verdict, comment ?? (verdict == Domain.Tasks.Verdict.Reject ? "Look again." : null),
        fix is null ? null : JsonElement.Parse(fix));

    public Task<ReviewReceipt> JudgeAsync(ClaimedReview review, Verdict verdict, string? fix = null) => SendAsync(Verdict(review, verdict, fix: fix));

    public async Task<ReviewReceipt> SendAsync(SubmitReview review) =>
        Reply.Of(await Server.Features.Review.SubmitReview.HandleAsync(desk.Project, review, caller, desk.Compartment, desk.Log, desk.Ontologies, desk.Clock, Ct));

    public static string HashOf(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}
