using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Formats.Files;
using Cloison.Server.Features.Projects;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Imports;

/// <summary>Takes in one file as the request's body, as it comes. Sending a path again is safe: that is how an interrupted upload goes on.</summary>
internal static class UploadFile
{
    public static async Task<Results<Ok<FileReceipt>, ProblemHttpResult>> HandleAsync(
        ProjectId project, ImportId import, string path, HttpRequest request, Compartment compartment, FileReceiver receiver, Ontologies ontologies, CancellationToken ct) =>
        (await ReceiveAsync(compartment, project, import, path, request.Body, receiver, ontologies, ct)).ToHttp();

    public static async Task<Outcome<FileReceipt>> ReceiveAsync(
        Compartment compartment, ProjectId project, ImportId import, string path, Stream content, FileReceiver receiver, Ontologies ontologies, CancellationToken ct)
    {
        if (!FileName.TryNormalise(path, out var name, out var reason))
            return ImportProblems.BadPath(reason);
        var active = await ActiveImport.FindAsync(compartment, project, import, TransferState.Receiving, ontologies, ct);
        if (!active.Succeeded)
            return active.Problem;
        try
        {
            return await receiver.ReceiveAsync(active.Value, name, content, ct);
        }
        catch (ImportCancelledException)
        {
            return ImportProblems.Cancelled;
        }
    }
}
