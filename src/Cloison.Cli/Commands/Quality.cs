using System.CommandLine;
using System.Globalization;
using Cloison.Contracts;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison quality PROJECT</c>: how sure the results are, how well people work, what gold tasks say.</summary>
internal static class Quality
{
    public static Command Command()
    {
        var quality = new Command("quality", "Shows how sure a project's results are, and how well people work.") { Remote.Project, Remote.Url, Remote.Key, Output.AsJson };
        quality.SetAction(async (parsed, ct) =>
        {
            using var client = Remote.Connect(parsed);
            var found = await client.Quality.ReadAsync(await Remote.FindProjectAsync(client, parsed, ct), ct);
            var terminal = Terminal.Of(parsed);
            if (parsed.GetValue(Output.AsJson))
            {
                terminal.Json(found);
                return CommandLine.Done;
            }

            terminal.Say($"Agreement {Share(found.Agreement)}, {found.AnswersPerTask?.ToString("0.##", CultureInfo.InvariantCulture) ?? "-"} answers a task, {found.Unclear} tasks to decide.");
            terminal.Table(
                ["person", "standing", "right", "90 % interval", "gold", "reviews"],
                found.People.Select(p => new[]
                {
                    p.Name, p.Standing.ToString().ToLowerInvariant(), Share(p.Skill.Mean), $"{Share(p.Skill.Lower)} to {Share(p.Skill.Upper)}",
                    $"{p.Skill.GoldRight}/{p.Skill.GoldSeen}", $"{p.Skill.Accepted}/{p.Skill.Reviewed}",
                }));
            terminal.Table(
                ["gold task", "state", "given", "right"],
                found.Gold.Select(g => new[] { g.Name, g.State == GoldTaskState.InUse ? "in use" : g.State.ToString().ToLowerInvariant(), $"{g.Given}", $"{g.Right}/{g.Answers}" }));
            return CommandLine.Done;
        });
        return quality;
    }

    private static string Share(double? share) => share?.ToString("P0", CultureInfo.InvariantCulture) ?? "-";
}
