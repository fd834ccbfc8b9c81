using Cloison.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Platform.Http;

/// <summary>The one place where an expected failure becomes an RFC 9457 reply.</summary>
internal static class ProblemResults
{
    public static ProblemHttpResult ToHttp(this Problem problem)
    {
        var extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = problem.Code };
        if (problem.Errors is { Count: > 0 } errors)
            extensions["errors"] = errors;
        return TypedResults.Problem(
            detail: problem.Detail, statusCode: problem.Status, title: problem.Title, type: $"https://cloison.invalid/problems/{problem.Code}", extensions: extensions);
    }

    public static Results<Ok<T>, ProblemHttpResult> ToHttp<T>(this Outcome<T> outcome) =>
        outcome.Succeeded ? TypedResults.Ok(outcome.Value) : outcome.Problem.ToHttp();

    public static Results<NoContent, ProblemHttpResult> ToNoContent<T>(this Outcome<T> outcome) =>
        outcome.Succeeded ? TypedResults.NoContent() : outcome.Problem.ToHttp();
}
