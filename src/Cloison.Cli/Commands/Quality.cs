using System.CommandLine;
using System.Globalization;
using Cloison.Contracts;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison quality PROJECT [--analysis]</c>: how sure the results are, how well people work, what gold tasks say.</summary>
internal static class Quality
{
    public static Command Command()
    {
        var analysis = new Option<bool>("--analysis") { Description = "Agreement with intervals, what fewer answers would have cost, and what honest work does not explain." };
        var quality = new Command("quality", "Shows how sure a project's results are, and how well people work.") { Remote.Project, Remote.Url, Remote.Key, Output.AsJson, analysis };
        quality.SetAction(async (parsed, ct) =>
        {
            using var client = Remote.Connect(parsed);
            var project = await Remote.FindProjectAsync(client, parsed, ct);
            var terminal = Terminal.Of(parsed);
            if (parsed.GetValue(analysis))
            {
                Print(terminal, await client.Quality.AnalyseAsync(project, ct), parsed.GetValue(Output.AsJson));
                return CommandLine.Done;
            }

            var found = await client.Quality.ReadAsync(project, ct);
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
        quality.Add(Acceptance.Command());
        quality.Add(Exam.Command());
        return quality;
    }

    private static void Print(Terminal terminal, QualityAnalysis analysis, bool isJson)
    {
        if (isJson)
        {
            terminal.Json(analysis);
            return;
        }

        terminal.Say($"{analysis.Answers} answers to {analysis.Tasks} finished tasks with several answers.");
        terminal.Table(
            ["part", "measure", "of", "value", "95 % interval", "tasks"],
            analysis.Agreement.Select(a => new[]
            {
                a.Part, a.Measure, a.Scope == AgreementOfWhom.All ? "all" : $"{a.Scope.ToString().ToLowerInvariant()} {string.Join(" / ", a.Of)}", Number(a.Value),
                a is { Lower: { } lower, Upper: { } upper } ? $"{Number(lower)} to {Number(upper)}" : "-", $"{a.Tasks}",
            }));
        foreach (var curve in analysis.Curves)
            terminal.Say(
                $"{curve.Part}: of {Answers(curve.AnswersPerTask)} answers a task, {Answers(curve.FixedAnswers)} for all, {Answers(curve.AdaptiveAnswers)} with stopping early, or {Answers(curve.RoutedAnswers)} routed by skill would have been enough for one point less.");
        terminal.Table(
            ["signal", "people", "value", "expected", "p at most", "answers"],
            analysis.Signals.Select(s => new[]
            {
                s.Kind.ToString(), string.Join(", ", s.People.Select(p => p.Name)), Number(s.Value), Number(s.Expected), s.PValue.ToString("0.####", CultureInfo.InvariantCulture), $"{s.Answers}",
            }));
        if (analysis.Signals.Count > 0)
            terminal.Note("Signals are reasons to look, never a verdict.");
    }

    private static string Number(double x) => x.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Answers(double? x) => x?.ToString("0.##", CultureInfo.InvariantCulture) ?? "-";

    private static string Share(double? share) => share?.ToString("P0", CultureInfo.InvariantCulture) ?? "-";
}
