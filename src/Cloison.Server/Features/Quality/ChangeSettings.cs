using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Features.Work;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Quality;

/// <summary>Sets how a project buys and watches quality. It counts from the next claim, answer and result.</summary>
internal static class ChangeSettings
{
    public static async Task<Results<Ok<QualitySettings>, ProblemHttpResult>> HandleAsync(ProjectId project, QualitySettings request, Compartment compartment, CancellationToken ct) =>
        (await compartment.Database.WriteAsync<Outcome<QualitySettings>>(
            db =>
            {
                if (WorkProject.Read(db, project) is not { } row)
                    return CommonProblems.NotFound;
                var examTasks = request.Exam is null ? 0 : db.Scalar<long>(
                    "SELECT COUNT(*) FROM gold_tasks WHERE project = @project AND purpose = @exam AND state = 0", ("@project", project.Text), ("@exam", (long)GoldPurpose.Exam));
                if (QualityRules.Check(request, row.Overlap, examTasks) is { Count: > 0 } errors)
                    return CommonProblems.Invalid(errors);
                QualityRow.Store(db, project, request);
                return request;
            },
            ct)).ToHttp();
}
