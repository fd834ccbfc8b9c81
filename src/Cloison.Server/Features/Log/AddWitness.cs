using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Cloison.Transparency.Notes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Log;

/// <summary>Names a witness: from now on every checkpoint is sent to him. The same key again only changes the address.</summary>
internal static class AddWitness
{
    private const int MaxUrl = 500;
    private static readonly Problem TooMany = new("log.too_many_witnesses", 409, "There are as many witnesses as there may be.", $"At most {LogWitness.Most}.");

    public static async Task<Results<Ok<WitnessSummary>, ProblemHttpResult>> HandleAsync(NewWitness request, Caller caller, AccessLog log, TimeProvider clock, CancellationToken ct)
    {
        if (request.Url.Length > MaxUrl || !Uri.TryCreate(request.Url, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.Query.Length > 0 || url.Fragment.Length > 0)
            return CommonProblems.Invalid("url", "This is not the address of a witness: https://host/path.").ToHttp();
        if (!NoteKey.TryParse(request.Key, out var key) || key!.Type != NoteKeyType.Cosignature)
            return CommonProblems.Invalid("key", "This is not the public key of a witness: name+id+key.").ToHttp();
        var (place, id) = (LogWitness.Seal(log, request), LogWitness.IdOf(request.Key));
        var entry = log.Prepare(LogEntry.By(caller, LogTypes.Policy, @object: id, purpose: "witness", decision: "add"));
        var added = await log.Database.WriteAsync(
            db =>
            {
                if (!LogWitness.Add(db, id, place, clock.GetUtcNow()))
                    return false;
                AccessLog.Append(db, entry);
                return true;
            },
            ct);
        return added ? TypedResults.Ok((await LogWitness.ListAsync(log, ct)).First(w => w.Id == id).Summary) : TooMany.ToHttp();
    }
}
