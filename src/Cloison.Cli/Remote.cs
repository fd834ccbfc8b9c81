using System.CommandLine;
using Cloison.Client;
using Cloison.Domain.Tasks;

namespace Cloison.Cli;

/// <summary>The options of every command that talks to a server.</summary>
internal static class Remote
{
    public static readonly Option<string?> Url = new("--url") { Description = "The server's address. Also CLOISON_URL." };

    public static readonly Option<string?> Key = new("--key") { Description = "An API key of the customer. Also CLOISON_KEY, which keeps it out of process lists." };

    public static readonly Argument<string> Project = new("project") { Description = "The project's id (prj_…) or its exact name." };

    public static bool IsAsked(ParseResult parsed) => parsed.GetValue(Url) is not null || parsed.GetValue(Key) is not null;

    /// <exception cref="CommandException">Address or key are missing or make no sense.</exception>
    public static CloisonClient Connect(ParseResult parsed)
    {
        var url = Given(parsed.GetValue(Url), "CLOISON_URL") ?? throw CommandException.Usage("Which server? Give --url, or set CLOISON_URL.");
        var key = Given(parsed.GetValue(Key), "CLOISON_KEY") ?? throw CommandException.Usage("With which key? Give --key, or set CLOISON_KEY.");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
            throw CommandException.Usage($"'{url}' is no server's address: it begins with https:// or http://.");
        return new(address, key);
    }

    /// <exception cref="CommandException">No project, or several, have that name.</exception>
    public static Task<ProjectId> FindProjectAsync(CloisonClient client, ParseResult parsed, CancellationToken ct) => FindProjectAsync(client, parsed.GetValue(Project)!, ct);

    /// <inheritdoc cref="FindProjectAsync(CloisonClient, ParseResult, CancellationToken)"/>
    public static async Task<ProjectId> FindProjectAsync(CloisonClient client, string wanted, CancellationToken ct)
    {
        if (ProjectId.TryParse(wanted, out var id))
            return id;
        var found = new List<ProjectId>();
        await foreach (var project in client.Projects.ListAsync(ct: ct))
            if (project.Name == wanted && project.State != ProjectState.Archived)
                found.Add(project.Id);
        return found switch
        {
            [var one] => one,
            [] => throw new CommandException($"This key's customer has no project '{wanted}'."),
            _ => throw new CommandException($"{found.Count} projects are called '{wanted}': give the id, such as {found[0]}."),
        };
    }

    private static string? Given(string? option, string variable) => option is { Length: > 0 } ? option : Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
