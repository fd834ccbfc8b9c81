using System.CommandLine;
using System.Globalization;
using Cloison.Client;
using Cloison.Contracts;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison quality PROJECT acceptance …</c>: a batch is accepted or refused by a drawn sample.</summary>
internal static class Acceptance
{
    private static readonly Argument<int> Number = new("number") { Description = "The number of the acceptance." };
    private static readonly Option<string?> Batch = new("--batch") { Description = "The batch's id (bat_…) or its exact name; all of the project when absent." };
    private static readonly Option<double> Rejectable = new("--rejectable") { Description = "A batch with this share of wrong tasks must not pass: 0.05 is 5 %.", Required = true };
    private static readonly Option<double?> Acceptable = new("--acceptable") { Description = "A batch with this share must pass." };
    private static readonly Option<double> ConsumerRisk = new("--consumer-risk") { Description = "The chance that a bad batch passes.", DefaultValueFactory = _ => 0.1 };
    private static readonly Option<double> ProducerRisk = new("--producer-risk") { Description = "The chance that a good batch is refused.", DefaultValueFactory = _ => 0.05 };
    private static readonly Option<double> Confidence = new("--confidence") { Description = "Of the bounds that are stated.", DefaultValueFactory = _ => 0.95 };
    private static readonly Option<string[]> Kinds = new("--kind") { Description = "Only errors of this kind, such as class:Car; repeatable." };
    private static readonly Option<FileInfo?> Out = new("--out") { Description = "Writes the certificate to this file." };
    private static readonly Option<FileInfo?> LotOut = new("--lot-out") { Description = "Writes the list that the sample was drawn from to this file." };

    public static Command Command() => new("acceptance", "Accepts or refuses a batch by a drawn sample.")
    {
        Plan(), Draw(), List(), Show(), Withdraw(), Certificate(),
    };

    private static Command Plan()
    {
        var plan = Demanding("plan", "Says how many tasks would be looked at, and how sure it would be. Stores nothing.");
        plan.SetAction(async (parsed, ct) =>
        {
            using var client = Remote.Connect(parsed);
            var project = await Remote.FindProjectAsync(client, parsed, ct);
            var found = await client.Acceptances.PlanAsync(project, await DemandAsync(client, project, parsed, ct), ct);
            var terminal = Terminal.Of(parsed);
            if (parsed.GetValue(Output.AsJson))
            {
                terminal.Json(found);
                return CommandLine.Done;
            }

            terminal.Say($"Look at {found.SampleSize} of {found.Tasks} tasks; accept with at most {found.MostWrong} wrong.");
            Print(terminal, found.Chances);
            return CommandLine.Done;
        });
        return plan;
    }

    private static Command Draw()
    {
        var draw = Demanding("draw", "Draws the sample, and opens the audit.");
        draw.SetAction(async (parsed, ct) =>
        {
            using var client = Remote.Connect(parsed);
            var project = await Remote.FindProjectAsync(client, parsed, ct);
            Print(parsed, await client.Acceptances.DrawAsync(project, await DemandAsync(client, project, parsed, ct), ct));
            return CommandLine.Done;
        });
        return draw;
    }

    private static Command List()
    {
        var list = new Command("list", "Lists a project's acceptances, newest first.") { Remote.Url, Remote.Key, Output.AsJson };
        list.SetAction(async (parsed, ct) =>
        {
            using var client = Remote.Connect(parsed);
            var found = await client.Acceptances.ListAsync(await Remote.FindProjectAsync(client, parsed, ct), ct);
            var terminal = Terminal.Of(parsed);
            if (parsed.GetValue(Output.AsJson))
                terminal.Json(found);
            else
                terminal.Table(
                    ["number", "of", "state", "audited", "wrong", "at most", "stale", "drawn", "certified"],
                    found.Select(a => new[]
                    {
                        $"{a.Number}", a.Name, Word(a.Progress.State), $"{a.Progress.Audited}/{a.Progress.SampleSize}", $"{a.Progress.Wrong}", $"{a.Progress.MostWrong}", $"{a.Progress.Stale}",
                        $"{a.DrawnAt:u}", a.CertifiedAt is { } at ? $"{at:u}" : "",
                    }));
            return CommandLine.Done;
        });
        return list;
    }

    private static Command Show()
    {
        var show = new Command("show", "Shows the verdict so far, and what was found of each kind.") { Number, Remote.Url, Remote.Key, Output.AsJson };
        show.SetAction(async (parsed, ct) =>
        {
            using var client = Remote.Connect(parsed);
            Print(parsed, await client.Acceptances.ReadAsync(await Remote.FindProjectAsync(client, parsed, ct), parsed.GetValue(Number), ct));
            return CommandLine.Done;
        });
        return show;
    }

    private static Command Withdraw()
    {
        var withdraw = new Command("withdraw", "Ends an acceptance without a verdict; it stays in the list.") { Number, Remote.Url, Remote.Key };
        withdraw.SetAction(async (parsed, ct) =>
        {
            using var client = Remote.Connect(parsed);
            await client.Acceptances.WithdrawAsync(await Remote.FindProjectAsync(client, parsed, ct), parsed.GetValue(Number), ct);
            return CommandLine.Done;
        });
        return withdraw;
    }

    private static Command Certificate()
    {
        var certificate = new Command("certificate", "Decides an acceptance for good, and fetches its certificate.") { Number, Out, LotOut, Remote.Url, Remote.Key, Output.AsJson };
        certificate.SetAction(async (parsed, ct) =>
        {
            using var client = Remote.Connect(parsed);
            var (project, terminal) = (await Remote.FindProjectAsync(client, parsed, ct), Terminal.Of(parsed));
            var made = await client.Acceptances.CertifyAsync(project, parsed.GetValue(Number), ct);
            if (parsed.GetValue(LotOut) is { } lot)
                await File.WriteAllTextAsync(lot.FullName, (await client.Acceptances.LotAsync(project, parsed.GetValue(Number), ct)).Text, ct);
            if (parsed.GetValue(Out) is { } file)
                await File.WriteAllTextAsync(file.FullName, made.Note, ct);
            if (parsed.GetValue(Output.AsJson))
                terminal.Json(made);
            else
                terminal.Say(parsed.GetValue(Out) is null ? made.Note : $"Certified at {made.At:u}, entry {made.Index} of the access log. Verify with --key {made.Key}");
            return CommandLine.Done;
        });
        return certificate;
    }

    private static Command Demanding(string name, string description) =>
        new(name, description) { Batch, Rejectable, Acceptable, ConsumerRisk, ProducerRisk, Confidence, Kinds, Remote.Url, Remote.Key, Output.AsJson };

    private static async Task<NewAcceptance> DemandAsync(CloisonClient client, ProjectId project, ParseResult parsed, CancellationToken ct) => new(
        parsed.GetValue(Rejectable), await BatchAsync(client, project, parsed.GetValue(Batch), ct), parsed.GetValue(Acceptable), parsed.GetValue(ConsumerRisk),
        parsed.GetValue(ProducerRisk), parsed.GetValue(Confidence), Kinds: parsed.GetValue(Kinds) is { Length: > 0 } kinds ? kinds : null);

    private static async Task<BatchId?> BatchAsync(CloisonClient client, ProjectId project, string? wanted, CancellationToken ct)
    {
        if (wanted is null)
            return null;
        if (BatchId.TryParse(wanted, out var id))
            return id;
        var batches = await client.Projects.BatchesAsync(project, ct);
        return batches.FirstOrDefault(b => b.Name == wanted)?.Id ?? throw new CommandException($"The project has no batch '{wanted}'.");
    }

    private static void Print(ParseResult parsed, AcceptanceDetail found)
    {
        var terminal = Terminal.Of(parsed);
        if (parsed.GetValue(Output.AsJson))
        {
            terminal.Json(found);
            return;
        }

        var (summary, progress) = (found.Summary, found.Summary.Progress);
        terminal.Say($"Acceptance {summary.Number} of {summary.Name}: {Word(progress.State)}. {progress.SampleSize} of {summary.Tasks} tasks are drawn, by the seed {found.Seed}; at most {progress.MostWrong} may be wrong.");
        terminal.Say($"Audited {progress.Audited}, wrong {progress.Wrong}, to be audited again {progress.Stale}. With {Share(found.Demand.Confidence)} confidence at most {Share(found.UpperRate)} of the tasks are wrong.");
        terminal.Table(["kind", "audited", "wrong", "rate", "at most"], found.Kinds.Select(k => new[] { k.Kind, $"{k.Audited}", $"{k.Wrong}", Share(k.Rate), Share(k.UpperRate) }));
        Print(terminal, found.Chances);
    }

    private static void Print(Terminal terminal, IReadOnlyList<PassChance> chances) =>
        terminal.Table(["wrong in the batch", "chance to pass"], chances.Select(c => new[] { Share(c.ErrorRate), Share(c.Chance) }));

    private static string Word(AcceptanceState state) => state.ToString().ToLowerInvariant();

    private static string Share(double share) => share.ToString("0.##%", CultureInfo.InvariantCulture);
}
