using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Cloison.Domain;
using Cloison.Domain.Annotations;
using Cloison.Domain.Json;
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

    /// <summary>Whether the answer fits its task and the ontology that it was made with.</summary>
    public async Task<Outcome<SubmittedContent>> CheckAsync(
        Compartment compartment, ProjectId project, TaskId task, int ontologyVersion, Ontologies ontologies, CancellationToken ct)
    {
        var ontology = await ontologies.FindAsync(compartment, project, ontologyVersion, ct);
        if (ontology is null)
            return CommonProblems.Invalid("ontologyVersion", "The project has no such version.");
        var sealedTask = await compartment.Database.ReadAsync(
            db => db.First(
                "SELECT c.content FROM task_contents c JOIN tasks t ON t.id = c.task WHERE c.task = @task AND t.project = @project",
                row => row.Bytes(0), ("@task", task.Text), ("@project", project.Text)),
            ct);
        if (sealedTask is null)
            return CommonProblems.NotFound;
        var data = compartment.Sealer(project).OpenJson<TaskContent>(Seals.TaskContent(task), sealedTask).Data;
        var errors = AnnotationRules.Check(ontology, data, Content);
        return errors.Count == 0 ? this : CommonProblems.Invalid([.. errors.Take(100).Select(e => e with { Path = "content." + e.Path })]);
    }
}
