using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Cloison.Domain;
using Cloison.Domain.Annotations;
using Cloison.Domain.Json;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Projects;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Work;

/// <summary>An answer as it arrived: the exact bytes, and what they say.</summary>
internal sealed record SubmittedContent(byte[] Utf8, AnnotationContent Content)
{
    /// <summary>Reads the JSON of an answer; the place of what is wrong is part of the problem.</summary>
    public static Outcome<SubmittedContent> Read(JsonElement json)
    {
        var utf8 = JsonMarshal.GetRawUtf8Value(json).ToArray();
        try
        {
            return json.Deserialize<AnnotationContent>(DomainJson.Options) is { } content
                ? new SubmittedContent(utf8, content)
                : CommonProblems.Invalid("content", "An annotation is a JSON object.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // NotSupportedException: a shape or field without its "kind".
            var path = e is JsonException { Path: { Length: > 1 } at } ? "content" + at[1..] : "content";
            return CommonProblems.Invalid(path, e is JsonException ? "This is not what an annotation holds here." : "The \"kind\" is missing.");
        }
    }

    /// <summary>Lower-case hex, as receipts say it.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Utf8));

    private static readonly TaskData NoData = new([]);

    /// <summary>Whether the answer fits the ontology that it was made with, and its task, which the person must have been given under the lease.</summary>
    public async Task<Outcome<SubmittedContent>> CheckAsync(
        Compartment compartment, ProjectId project, LeaseId lease, TaskId task, PersonId person, int ontologyVersion, Ontologies ontologies, CancellationToken ct)
    {
        var ontology = await ontologies.FindAsync(compartment, project, ontologyVersion, ct);
        if (ontology is null)
            return CommonProblems.Invalid("ontologyVersion", "The project has no such version.");
        // Only regions are measured against the task. Without any, its content is not opened; the writer asks for the lease in any case.
        var data = NoData;
        if (Content.Regions is { Count: > 0 })
        {
            // By the lease: an annotation's spans and quotes must not test the text of a task that its sender was never given.
            var sealedTask = await compartment.Database.ReadAsync(
                db => db.First(
                    """
                    SELECT c.content FROM leases l JOIN task_contents c ON c.task = l.task
                    WHERE l.id = @lease AND l.project = @project AND l.task = @task AND l.person = @person
                    """,
                    row => row.Bytes(0), ("@lease", lease.Text), ("@project", project.Text), ("@task", task.Text), ("@person", person.Text)),
                ct);
            if (sealedTask is null)
                return CommonProblems.NotFound;
            data = compartment.Sealer(project).OpenJson<TaskContent>(Seals.TaskContent(task), sealedTask).Data;
        }

        var errors = AnnotationRules.Check(ontology, data, Content);
        return errors.Count == 0 ? this : CommonProblems.Invalid([.. errors.Take(100).Select(e => e with { Path = "content." + e.Path })]);
    }
}
