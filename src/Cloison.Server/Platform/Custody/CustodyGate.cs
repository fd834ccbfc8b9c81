using Cloison.Domain;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Compartments;
using Cloison.Storage.Custody;
using Cloison.Storage.Sealing;
using Microsoft.AspNetCore.Authorization;

namespace Cloison.Server.Platform.Custody;

/// <summary>Marks a route of a compartment that neither reads nor writes content: it works while the keys are withheld.</summary>
internal sealed record WithoutContent;

internal static class WithoutContentExtensions
{
    /// <summary>For settings, people, keys and the log itself.</summary>
    public static TBuilder WithoutContent<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new WithoutContent()));
        return builder;
    }
}

/// <summary>Asks the custodian for a compartment's keys before a route that needs them, and says why there are none. Both problems are constant.</summary>
internal static class CustodyGate
{
    /// <summary>The reason that a customer's own custodian is given for everything behind broken glass.</summary>
    public const string BreakGlass = "break_glass";

    public static readonly Problem Withheld = new("content.withheld", 451, "Withheld by its owner.");
    public static readonly Problem Unreachable = new("custody.unreachable", 503, "The holder of the key does not answer. Nothing is lost; please try again later.");

    /// <returns>The pass, which ends with the request, or why there is none. Both null: the route needs no content.</returns>
    public static async ValueTask<(CustodyPass? Pass, Problem? Problem)> EnterAsync(HttpContext context, Caller caller, Compartment compartment)
    {
        var endpoint = context.GetEndpoint()!;
        if (endpoint.Metadata.GetMetadata<WithoutContent>() is not null)
            return (null, null);
        ProjectId? project = context.Request.RouteValues["project"] is string text && ProjectId.TryParse(text, out var id) ? id : null;
        return await EnterAsync(compartment, new(caller.Glass is null ? ReasonOf(endpoint) : BreakGlass, caller.Person, caller.Session, project), context.RequestAborted);
    }

    /// <summary>The same where there is no route of the compartment yet.</summary>
    public static async ValueTask<(CustodyPass? Pass, Problem? Problem)> EnterAsync(Compartment compartment, UnwrapPurpose why, CancellationToken ct)
    {
        if (why.Project is { } asked && compartment.Keys.IsWithheld(asked))
            return (null, Withheld);
        var pass = await compartment.Custody.EnterAsync(why, ct);
        return pass.Answer switch
        {
            CustodyAnswer.Open => (pass, null),
            CustodyAnswer.Withheld => (null, Withheld),
            _ => (null, Unreachable),
        };
    }

    // The policy's name: a word that a customer's own policy can be about.
    private static string ReasonOf(Endpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().LastOrDefault(a => a.Policy is not null)?.Policy!.ToLowerInvariant() ?? "other";
}
