using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ids;
using Cloison.Domain.Json;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Server.Features.Acceptances;

/// <summary>The result of a task as it is stored: a result of its own, or the one answer that it has.</summary>
/// <param name="IsFinished">Done, and no other result is being worked out.</param>
/// <param name="OntologyVersion">Of the one answer; null: the result was made of several.</param>
internal sealed record FinishedResult(TaskId Task, bool IsFinished, byte[] TaskContent, AnnotationId? Annotation, byte[]? Answer, int? OntologyVersion, byte[]? Result)
{
    public static FinishedResult? Read(Session db, ProjectId project, TaskId task) => db.First(
        """
        SELECT t.state, t.result_due, c.content, t.result_annotation, a.content, a.ontology_version, c.result
        FROM tasks t JOIN task_contents c ON c.task = t.id LEFT JOIN annotations a ON a.id = t.result_annotation WHERE t.id = @task AND t.project = @project
        """,
        row => Map(task, row), ("@task", task.Text), ("@project", project.Text));

    /// <summary>Null where there is none, now.</summary>
    public (AnnotationContent Content, string Digest)? Open(Sealer sealer)
    {
        var content = !IsFinished ? null
            : Result is not null ? sealer.OpenJson<ResultContent>(Seals.Result(Task), Result).Content
            : Annotation is { } id && Answer is not null ? sealer.OpenJson<AnnotationContent>(Seals.Annotation(id), Answer)
            : null;
        return content is null ? null : (content, Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, DomainJson.Options))));
    }

    private static FinishedResult Map(TaskId task, DbDataReader row) => new(
        task, row.Enum<TaskState>(0) == TaskState.Done && !row.Flag(1), row.Bytes(2), row.IdOrNull<AnnotationKind>(3), row.BytesOrNull(4), row.IsDBNull(5) ? null : row.Int(5), row.BytesOrNull(6));
}
