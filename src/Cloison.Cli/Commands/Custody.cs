using System.CommandLine;
using Cloison.Client;
using Cloison.Contracts;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison custody show</c>, <c>withhold</c>, <c>restore</c>, <c>rotate LEVEL</c> and <c>move KIND</c></summary>
internal static class Custody
{
    /// <summary>Not an option: the command line of a process is read by every process beside it.</summary>
    private const string SecretVariable = "CLOISON_KMS_SECRET";

    private static readonly Option<string?> Project = new("--project") { Description = "Only this project: its id, or its exact name while its content is not withheld." };

    public static Command Command() => new("custody", "Who holds the customer's keys, and taking them back.") { Show(), Withhold(), Restore(), Rotate(), Move() };

    private static Command Show()
    {
        var show = new Command("show", "Shows the custodian, whether the content is withheld, the keys and their rotations.") { Remote.Url, Remote.Key, Output.AsJson };
        show.SetAction(async (parsed, ct) =>
        {
            using var client = Remote.Connect(parsed);
            var custody = await client.Custody.ReadAsync(ct);
            Print(parsed, custody);
            if (parsed.GetValue(Output.AsJson))
                return CommandLine.Done;
            var terminal = Terminal.Of(parsed);
            terminal.Table(
                ["key", "purpose", "project", "state", "check value", "created"],
                custody.Keys.Select(IReadOnlyList<string> (k) => [$"{k.Number}", k.Purpose, k.Project?.Text ?? "", k.State, k.CheckValue, $"{k.CreatedAt:u}"]));
            if (await client.Custody.RotationsAsync(ct) is { Count: > 0 } rotations)
                terminal.Table(["rotation", "level", "project", "state", "done", "broken", "begun"], rotations.Select(Cells));
            return CommandLine.Done;
        });
        return show;
    }

    private static Command Withhold()
    {
        var withhold = new Command("withhold", "Takes the keys back: nobody reads anything, and nothing is lost.") { Project, Remote.Url, Remote.Key, Output.AsJson };
        withhold.SetAction((parsed, ct) => ChangeAsync(parsed, async client => await client.Custody.WithholdAsync(await FindProjectAsync(client, parsed, ct), ct)));
        return withhold;
    }

    private static Command Restore()
    {
        var restore = new Command("restore", "Gives the keys again. Ends with 1 when the custodian does not.") { Project, Remote.Url, Remote.Key, Output.AsJson };
        restore.SetAction(async (parsed, ct) =>
        {
            using var client = Remote.Connect(parsed);
            var custody = await client.Custody.RestoreAsync(await FindProjectAsync(client, parsed, ct), ct);
            Print(parsed, custody);
            return custody.State == CustodyState.Available ? CommandLine.Done : CommandLine.Failed;
        });
        return restore;
    }

    private static Command Rotate()
    {
        var level = new Argument<RotationLevel>("level") { Description = "custodian (the root is wrapped anew), compartment, or project (everything is sealed anew in the background)." };
        var rotate = new Command("rotate", "Replaces a key.") { level, Project, Remote.Url, Remote.Key, Output.AsJson };
        rotate.SetAction(async (parsed, ct) =>
        {
            var wanted = parsed.GetValue(level);
            if (wanted == RotationLevel.Project != parsed.GetValue(Project) is not null)
                throw CommandException.Usage("Give --project for the level 'project', and for no other.");
            using var client = Remote.Connect(parsed);
            var rotation = await client.Custody.RotateAsync(new(wanted, await FindProjectAsync(client, parsed, ct)), ct);
            var terminal = Terminal.Of(parsed);
            if (parsed.GetValue(Output.AsJson))
                terminal.Json(rotation);
            else
                terminal.Table(["rotation", "level", "project", "state", "done", "broken", "begun"], [Cells(rotation)]);
            return CommandLine.Done;
        });
        return rotate;
    }

    private static Command Move()
    {
        var kind = new Argument<string>("kind") { Description = "installation (the host), agent (cloison keyagent), or aws_kms." }.AcceptOnlyFromAmong("installation", "agent", "aws_kms");
        var address = new Option<string?>("--address") { Description = "agent: where it is, such as https://keys.example." };
        var publicKey = new Option<string?>("--public-key") { Description = "agent: its public key, as 'cloison keyagent status' shows it." };
        var keyId = new Option<string?>("--key-id") { Description = "aws_kms: the key's ARN." };
        var region = new Option<string?>("--region") { Description = "aws_kms: such as eu-west-3." };
        var accessKeyId = new Option<string?>("--access-key-id") { Description = $"aws_kms: with the secret in {SecretVariable}; without it, the server's own credentials." };
        var ttl = new Option<int>("--ttl-seconds") { Description = "How long the server keeps the root in memory before it asks again, 0 to 900. Not for the installation, which always has it.", DefaultValueFactory = _ => 300 };
        var background = new Option<bool>("--background") { Description = "Jobs may ask for the root when nobody is signed in." };
        var move = new Command("move", "Gives the root key to another custodian, or changes how it is asked.")
        {
            kind, address, publicKey, keyId, region, accessKeyId, ttl, background, Remote.Url, Remote.Key, Output.AsJson,
        };
        move.SetAction((parsed, ct) =>
        {
            Custodian custodian = parsed.GetValue(kind) switch
            {
                "agent" => new AgentCustodian(Needed(parsed, address), Needed(parsed, publicKey)),
                "aws_kms" => new AwsKmsCustodian(
                    Needed(parsed, keyId), Needed(parsed, region), parsed.GetValue(accessKeyId),
                    parsed.GetValue(accessKeyId) is null ? null : Environment.GetEnvironmentVariable(SecretVariable)),
                _ => new InstallationCustodian(),
            };
            return ChangeAsync(parsed, client => client.Custody.MoveAsync(new(custodian, parsed.GetValue(ttl), parsed.GetValue(background)), ct));
        });
        return move;
    }

    private static async Task<int> ChangeAsync(ParseResult parsed, Func<CloisonClient, Task<CustodySummary>> change)
    {
        using var client = Remote.Connect(parsed);
        Print(parsed, await change(client));
        return CommandLine.Done;
    }

    private static async Task<ProjectId?> FindProjectAsync(CloisonClient client, ParseResult parsed, CancellationToken ct) =>
        parsed.GetValue(Project) is { } wanted ? await Remote.FindProjectAsync(client, wanted, ct) : null;

    private static string Needed(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { Length: > 0 } value ? value : throw CommandException.Usage($"A custodian of this kind needs {option.Name}.");

    private static void Print(ParseResult parsed, CustodySummary custody)
    {
        var terminal = Terminal.Of(parsed);
        if (parsed.GetValue(Output.AsJson))
            terminal.Json(custody);
        else
            foreach (var line in Facts(custody))
                terminal.Say(line);
    }

    private static IEnumerable<string> Facts(CustodySummary custody)
    {
        yield return custody.Custodian switch
        {
            AgentCustodian agent => $"Custodian: agent at {agent.Address}, public key {agent.PublicKey}",
            AwsKmsCustodian kms => $"Custodian: AWS KMS, {kms.KeyId}",
            _ => "Custodian: the installation",
        };
        var by = custody.RevokedBy is { } who ? $", taken back by the {who}" : "";
        var why = custody.Detail is { } detail ? $" ({detail})" : "";
        yield return $"State: {custody.State.ToString().ToLowerInvariant()} since {custody.Since:u}{by}{why}";
        if (custody.Custodian is InstallationCustodian)
            yield return "In the server's memory: always";
        else
            yield return custody.TtlSeconds == 0 ? "In the server's memory: never; the custodian is asked at each request" : $"In the server's memory: at most {custody.TtlSeconds} s, then the custodian is asked again";
        if (custody.Custodian is not InstallationCustodian)
            yield return $"Jobs: {(custody.Background ? "may ask when nobody is signed in" : "wait until somebody is signed in")}";
        foreach (var project in custody.Keys.Where(k => k.Project is not null && k.State == "revoked").Select(k => k.Project!.Value).Distinct())
            yield return $"Withheld: {project}";
        yield return $"Server's public key: {custody.ServerKey}";
    }

    private static IReadOnlyList<string> Cells(RotationSummary rotation) =>
    [
        rotation.Id.Text, rotation.Level.ToString().ToLowerInvariant(), rotation.Project?.Text ?? "", rotation.State.ToString().ToLowerInvariant(),
        $"{rotation.Done}/{rotation.Total}", $"{rotation.Broken}", $"{rotation.CreatedAt:u}",
    ];
}
