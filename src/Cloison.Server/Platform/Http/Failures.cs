using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Cloison.Domain;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Custody;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;
using Microsoft.AspNetCore.Http.Metadata;

namespace Cloison.Server.Platform.Http;

/// <summary>
/// Turns what was thrown into a reply: bad input that the framework met while binding is a 400 that names the place, broken storage a 503,
/// and everything else a 500 that says nothing. No reply and no log line holds content.
/// </summary>
internal static class Failures
{
    private const string NotExpected = "This is not what is expected here.";

    private static readonly Problem TooLarge = new("input.too_large", 413, "This is too large.");

    public static void UseFailures(this WebApplication app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
            // The framework's own replies to a body over the limit and to an optional parameter that is no value of its type are empty.
            if (context.Response is { HasStarted: false, ContentType: null } && OfEmpty(context) is { } said)
                await said.ToHttp().ExecuteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is listening any more.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var problem = ToProblem(e);
            if (problem.Status >= 500 && problem != CustodyGate.Unreachable)
                context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Failures))
                    .LogError("{Method} {Route} failed: {Exception}", context.Request.Method, RouteOf(context), Describe(e));
            context.Response.Clear();
            SecurityHeaders.Write(context);
            await problem.ToHttp().ExecuteAsync(context);
        }
    });

    private static Problem? OfEmpty(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => TooLarge,
        StatusCodes.Status400BadRequest when context.GetEndpoint() is { } endpoint => CommonProblems.Invalid(
            endpoint.Metadata.OfType<IParameterBindingMetadata>().FirstOrDefault(p => p is { HasTryParse: true, IsOptional: true } && !IsReadable(p, context.Request.Query))?.Name ?? "query",
            NotExpected),
        _ => null,
    };

    private static bool IsReadable(IParameterBindingMetadata parameter, IQueryCollection query)
    {
        if (!query.TryGetValue(parameter.Name, out var given) || given.ToString() is not { Length: > 0 } text)
            return true;
        var type = Nullable.GetUnderlyingType(parameter.ParameterInfo.ParameterType) ?? parameter.ParameterInfo.ParameterType;
        if (type.IsEnum)
            return Enum.TryParse(type, text, out _);
        return type.GetMethod("TryParse", BindingFlags.Public | BindingFlags.Static, [typeof(string), typeof(IFormatProvider), type.MakeByRefType()]) is not { } parse
            || (bool)parse.Invoke(null, [text, CultureInfo.InvariantCulture, null])!;
    }

    private static Problem ToProblem(Exception exception) => exception switch
    {
        LogUnavailableException => LogProblems.Unavailable,
        StorageUnavailableException => CommonProblems.Unavailable,
        // The keys went away while the request was under way.
        SealBrokenException { Reason: SealBreak.KeyRevoked or SealBreak.KeyDestroyed } => CustodyGate.Withheld,
        SealBrokenException { Reason: SealBreak.Locked } => CustodyGate.Unreachable,
        // The compartment was closed under the request: its customer leaves.
        ObjectDisposedException => CommonProblems.Unavailable,
        BadHttpRequestException { InnerException: JsonException json } => FromJson(json),
        JsonException json => FromJson(json),
        BadHttpRequestException { StatusCode: 413 } => TooLarge,
        BadHttpRequestException { StatusCode: 415 } => CommonProblems.NotJson,
        BadHttpRequestException bad => CommonProblems.Invalid(PlaceIn(bad.Message), NotExpected) with { Status = bad.StatusCode },
        // A shape or field without its "kind": the serializer's own way of saying bad input.
        NotSupportedException { Source: "System.Text.Json" } => CommonProblems.Invalid("kind", "The \"kind\" is missing."),
        _ => CommonProblems.Unexpected,
    };

    // 'Failed to bind parameter "Id<ProjectKind> project" from "…".': the name is the caller's business, our types are not.
    private static string PlaceIn(string message) => message.Split('"') is [_, var declaration, ..] && !message.Contains("from body", StringComparison.Ordinal)
        ? declaration[(declaration.LastIndexOf(' ') + 1)..]
        : "body";

    private static Problem FromJson(JsonException json)
    {
        var path = json.Path is { Length: > 2 } at && at.StartsWith("$.", StringComparison.Ordinal) ? at[2..] : "body";
        var place = json.LineNumber is { } line ? $" (line {line + 1}, byte {json.BytePositionInLine + 1})" : "";
        return CommonProblems.Invalid(path, $"This is not the JSON that is expected here{place}.");
    }

    // Messages of exceptions may quote data; types and stack traces do not.
    private static string Describe(Exception e) => $"{e.GetType()}{(e.InnerException is { } inner ? $" ({inner.GetType()})" : "")}\n{e.StackTrace}";

    private static string RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
}
