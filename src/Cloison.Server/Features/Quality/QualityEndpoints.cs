using Cloison.Server.Features.Exams;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;

namespace Cloison.Server.Features.Quality;

/// <summary>Gold tasks, people's skill, how many answers a task needs, and what a lead decides.</summary>
internal static class QualityEndpoints
{
    public static void MapQuality(this RouteGroupBuilder api)
    {
        var project = api.MapGroup("/projects/{project}");
        project.MapGet("/quality", ReadQuality.HandleAsync).RequireAuthorization(Policies.Read).Logs(LogTypes.Read);
        project.MapGet("/quality/analysis", ReadAnalysis.HandleAsync).RequireAuthorization(Policies.Read).Logs(LogTypes.Read);
        project.MapPut("/quality/settings", ChangeSettings.HandleAsync).RequireAuthorization(Policies.Engineer).LogsNothing("The reply repeats what was sent.");
        project.MapGet("/quality/unclear", ListUnclear.HandleAsync).RequireAuthorization(Policies.Read).Logs(LogTypes.List);
        project.MapPost("/quality/people/{person}/notices/{number:int}", SettleSkillNotice.HandleAsync).RequireAuthorization(Policies.Lead).LogsNothing("The reply is empty.");
        project.MapPost("/quality/people/{person}/exam", GrantExamTry.HandleAsync).RequireAuthorization(Policies.Lead).LogsNothing("The reply is empty.");
        project.MapPut("/tasks/{task}/gold", MakeTaskGold.HandleAsync).RequireAuthorization(Policies.Engineer).LogsNothing("The reply is empty.");
        project.MapPatch("/tasks/{task}/gold", MakeTaskGold.ChangeAsync).RequireAuthorization(Policies.Engineer).LogsNothing("The reply is empty.");
        project.MapDelete("/tasks/{task}/gold", MakeTaskGold.UndoAsync).RequireAuthorization(Policies.Engineer).LogsNothing("The reply is empty.");
        project.MapPut("/tasks/{task}/decision", AdjudicateTask.HandleAsync).RequireAuthorization(Policies.Lead).LogsNothing("The reply is empty.");
        project.MapGet("/my-quality", ReadMyQuality.HandleAsync).RequireAuthorization(Policies.Label).Logs(LogTypes.Read);
        project.MapPost("/my-quality/notices/{number:int}/appeal", AppealSkillNotice.HandleAsync).RequireAuthorization(Policies.Label).LogsNothing("The reply is empty.");
    }
}
