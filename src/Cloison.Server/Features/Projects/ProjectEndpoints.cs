using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;

namespace Cloison.Server.Features.Projects;

/// <summary>Projects, their ontologies and their figures.</summary>
internal static class ProjectEndpoints
{
    public static void MapProjects(this RouteGroupBuilder api)
    {
        api.MapGet("/templates", ListTemplates.Handle).RequireAuthorization(Policies.Member).LogsNothing("The product's own templates.");
        api.MapGet("/projects", ListProjects.HandleAsync).RequireAuthorization(Policies.Read).Logs(LogTypes.List);
        api.MapPost("/projects", CreateProject.HandleAsync).RequireAuthorization(Policies.Engineer).LogsNothing("The reply repeats what was sent.");
        // Annotators read it too: the ontology and the instructions are what they work with.
        api.MapGet("/projects/{project}", ReadProject.HandleAsync).RequireAuthorization(Policies.Member).Logs(LogTypes.Read);
        api.MapPatch("/projects/{project}", UpdateProject.HandleAsync).RequireAuthorization(Policies.Engineer).Logs(LogTypes.Read);
        api.MapPost("/projects/{project}/clone", CloneProject.HandleAsync).RequireAuthorization(Policies.Engineer).Logs(LogTypes.Read);
        api.MapGet("/projects/{project}/ontologies", ListOntologies.HandleAsync).RequireAuthorization(Policies.Member).Logs(LogTypes.List);
        api.MapGet("/projects/{project}/ontologies/{version:int}", ReadOntology.HandleAsync).RequireAuthorization(Policies.Member).Logs(LogTypes.Read);
        api.MapPut("/projects/{project}/ontology", ChangeOntology.HandleAsync).RequireAuthorization(Policies.Engineer).Logs(LogTypes.Read);
        api.MapGet("/projects/{project}/stats", ReadStats.HandleAsync).RequireAuthorization(Policies.Read).Logs(LogTypes.Read);
        api.MapGet("/projects/{project}/batches", ListBatches.HandleAsync).RequireAuthorization(Policies.Read).Logs(LogTypes.List);
    }
}
