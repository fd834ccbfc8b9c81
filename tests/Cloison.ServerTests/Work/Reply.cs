using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.ServerTests.Work;

/// <summary>Takes a use case's reply apart: what was asked for, or the code of the refusal.</summary>
internal static class Reply
{
    public static T Of<T>(Results<Ok<T>, ProblemHttpResult> reply) =>
        reply.Result is Ok<T> { Value: { } value } ? value : throw new RefusedException(CodeOf(reply.Result), StatusOf(reply.Result));

    public static void Done(Results<NoContent, ProblemHttpResult> reply)
    {
        if (reply.Result is ProblemHttpResult problem)
            throw new RefusedException(CodeOf(problem), problem.StatusCode);
    }

    /// <summary>Expects a refusal; returns its code.</summary>
    public static async Task<string> RefusalAsync(Func<Task> act) => (await Assert.ThrowsAsync<RefusedException>(act)).Code;

    private static string CodeOf(object result) => (string)((ProblemHttpResult)result).ProblemDetails.Extensions["code"]!;

    private static int StatusOf(object result) => ((ProblemHttpResult)result).StatusCode;
}

internal sealed class RefusedException(string code, int status) : Exception($"{status} {code}")
{
    public string Code => code;

    public int Status => status;
}
