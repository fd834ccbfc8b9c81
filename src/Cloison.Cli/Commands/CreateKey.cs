using System.CommandLine;
using Cloison.Contracts;
using Cloison.Server.Features.People;
using Cloison.Storage.Compartments;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison keys create</c>: on the data folder of a server that is stopped, or with a key that may administer.</summary>
internal static class CreateKey
{
    private static readonly KeyScope[] Usual = [KeyScope.Read, KeyScope.Write, KeyScope.Export];

    public static Command Command()
    {
        var customer = new Option<string?>("--customer") { Description = "The customer's name, on the data folder. (With --key: the key's own customer.)" };
        var environment = new Option<KeyEnvironment>("--environment") { Description = "test or live: how the key begins, and so what secret scanners say about it.", Required = true };
        var name = new Option<string>("--name") { Description = "What people know the key by.", DefaultValueFactory = _ => "command line" };
        var scopes = new Option<string>("--scopes")
        {
            Description = "What the key may do, of read, write, export, administer, audit, separated by commas.", DefaultValueFactory = _ => string.Join(',', Usual).ToLowerInvariant(),
        };
        var create = new Command("create", "Makes an API key and prints its secret, once.") { customer, environment, name, scopes, Serve.Data, Serve.Postgres, Serve.RootKeyVariable, Remote.Url, Remote.Key };
        create.SetAction(async (parsed, ct) =>
        {
            var key = new NewApiKey(parsed.GetValue(name)!, parsed.GetValue(environment), ParseScopes(parsed.GetValue(scopes)!));
            var created = Remote.IsAsked(parsed)
                ? await OnServerAsync(parsed, parsed.GetValue(customer), key, ct)
                : await OnDataFolderAsync(Serve.Place(parsed), parsed.GetValue(customer), key, ct);
            var terminal = Terminal.Of(parsed);
            terminal.Note($"{created.Id}: this is the only time that its secret is shown.");
            terminal.Say(created.Secret);
            return CommandLine.Done;
        });
        return new Command("keys", "API keys.") { create };
    }

    private static async Task<CreatedApiKey> OnServerAsync(ParseResult parsed, string? customer, NewApiKey key, CancellationToken ct)
    {
        if (customer is not null)
            throw CommandException.Usage("A key makes keys for its own customer: leave out --customer.");
        using var client = Remote.Connect(parsed);
        return await client.Keys.CreateAsync(key, ct);
    }

    private static async Task<CreatedApiKey> OnDataFolderAsync(InstallationOptions place, string? customer, NewApiKey key, CancellationToken ct)
    {
        if (customer is null)
            throw CommandException.Usage("For which customer? Give --customer with its name, or --url and --key.");
        // Opening a folder makes what is missing: a mistyped one must not become an installation.
        if (place.RootKeyVariable is null && !File.Exists(Path.Combine(place.DataFolder, "root.key")))
            throw new CommandException($"There is no Cloison data in {place.DataFolder}.");
        await using var installation = await Installation.OpenAsync(place, TimeProvider.System, ct);
        var created = await CreateKeyOffline.CreateAsync(installation, customer, key, TimeProvider.System, ct);
        return created.Succeeded ? created.Value : throw CommandException.Of(created.Problem);
    }

    private static List<KeyScope> ParseScopes(string text)
    {
        var scopes = new List<KeyScope>();
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            scopes.Add(
                Enum.GetNames<KeyScope>().Contains(word, StringComparer.OrdinalIgnoreCase)
                    ? Enum.Parse<KeyScope>(word, ignoreCase: true)
                    : throw CommandException.Usage($"'{word}' is no scope: read, write, export, administer and audit are."));
        return [.. scopes.Distinct()];
    }
}
