using System.Security.Cryptography;
using System.Text.Json;
using Cloison.Contracts;
using Cloison.Domain.Annotations;
using Cloison.Domain.Json;
using Cloison.Domain.People;

namespace Cloison.Cli.Demonstration;

/// <summary>A morning's work, so that progress, review and agreement have something to show.</summary>
internal sealed class DemoWork(DemoCast cast, TimeProvider clock)
{
    private const int Pictures = 3;
    private const int Reviews = 8;

    private static readonly string[] Glad = ["without a drip", "put the book down", "lovely little lamp", "replaced the cracked cup", "Quiet, light", "perfect for the four"];
    private static readonly string[] Cross = ["zip broke", "Smells of glue", "screws were missing", "my contacts", "Oh wonderful", "so is the handle", "drives the dog"];

    public async Task DoAsync(ProjectId boxes, ProjectId reviews, CancellationToken ct)
    {
        var annotators = cast.Browsers(DemoPerson.Heron, Role.Annotator).ToList();
        for (var i = 0; i < Pictures; i++)
            await AnswerAsync(annotators[0], boxes, AsPredicted, ct);
        for (var i = 0; i < Reviews; i++)
        {
            await AnswerAsync(annotators[0], reviews, task => Feeling(task, hasEarForIrony: true), ct);
            await AnswerAsync(annotators[1], reviews, task => Feeling(task, hasEarForIrony: false), ct);
        }
    }

    private async Task AnswerAsync(DemoBrowser browser, ProjectId project, Func<ClaimedTask, AnnotationContent> answer, CancellationToken ct)
    {
        var task = await browser.PostAsync<ClaimedTask>($"api/projects/{project}/claim", new Claim(), ct);
        var content = JsonSerializer.SerializeToElement(answer(task), DomainJson.Options);
        var hash = System.Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, DomainJson.Options)));
        await browser.PostAsync<Receipt>(
            $"api/projects/{project}/annotations",
            new SubmitAnnotation(
                AnnotationId.New(clock.GetUtcNow()), task.Task, task.Lease.Id, task.Lease.Token, task.OntologyVersion, hash, content, ActiveSeconds: RandomNumberGenerator.GetInt32(8, 40)),
            ct);
    }

    /// <summary>He trusts the detector.</summary>
    private static AnnotationContent AsPredicted(ClaimedTask task) =>
        new([.. ((task.Predictions is [var first, ..] ? first.Content.Regions : null) ?? []).Select(region => region with { Score = null })]);

    private static AnnotationContent Feeling(ClaimedTask task, bool hasEarForIrony)
    {
        var text = task.Data.GetText("text") ?? "";
        var feeling = Glad.Any(text.Contains) || (!hasEarForIrony && text.StartsWith("Oh wonderful", StringComparison.Ordinal)) ? "positive"
            : Cross.Any(text.Contains) ? "negative"
            : "neutral";
        return new(Values: new Dictionary<string, FieldValue>(StringComparer.Ordinal) { ["sentiment"] = feeling });
    }
}
