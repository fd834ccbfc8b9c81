using System.CommandLine;
using System.Globalization;
using Cloison.Contracts;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison quality PROJECT exam [--questions N … | --none]</c>: what somebody has to pass before he is given work, and who has.</summary>
internal static class Exam
{
    private static readonly Option<int?> Questions = new("--questions") { Description = "Exam tasks that a try asks, 1 to 100." };
    private static readonly Option<double?> PassMark = new("--pass-mark") { Description = "Mean score from which on somebody has passed: 0.8 is 80 %." };
    private static readonly Option<int?> Tries = new("--tries") { Description = "How often somebody may try, 1 to 20." };
    private static readonly Option<double?> WaitHours = new("--wait-hours") { Description = "From the end of a try to the next." };
    private static readonly Option<bool> None = new("--none") { Description = "Takes the exam away: everybody who may label works at once." };

    public static Command Command()
    {
        var exam = new Command("exam", "Shows a project's exam and who has passed it; with options, sets it.") { Remote.Url, Remote.Key, Output.AsJson, Questions, PassMark, Tries, WaitHours, None };
        exam.SetAction(async (parsed, ct) =>
        {
            using var client = Remote.Connect(parsed);
            var project = await Remote.FindProjectAsync(client, parsed, ct);
            var terminal = Terminal.Of(parsed);
            var found = await client.Quality.ReadAsync(project, ct);
            var wanted = Wanted(parsed, found.Settings.Exam);
            if (wanted != found.Settings.Exam)
            {
                await client.Quality.ChangeAsync(project, found.Settings with { Exam = wanted }, ct);
                found = await client.Quality.ReadAsync(project, ct);
            }

            if (parsed.GetValue(Output.AsJson))
            {
                terminal.Json(new { found.Settings.Exam, People = found.People.Where(p => p.Exam is not null).Select(p => new { p.Person, p.Name, p.Exam }) });
                return CommandLine.Done;
            }

            if (found.Settings.Exam is not { } set)
            {
                terminal.Say("This project has no exam.");
                return CommandLine.Done;
            }

            terminal.Say($"{set.Questions} questions, passed from {Share(set.PassMark)} on; {set.MaxTries} tries, {set.WaitHours.ToString("0.##", CultureInfo.InvariantCulture)} hours between them.");
            terminal.Table(
                ["person", "exam", "tries", "last score"],
                found.People.Where(p => p.Exam is not null).Select(p => new[]
                {
                    p.Name, p.Exam!.State.ToString().ToLowerInvariant(), $"{p.Exam.Tries.Count}", p.Exam.Tries.LastOrDefault(t => t.Score is not null)?.Score is { } score ? Share(score) : "-",
                }));
            return CommandLine.Done;
        });
        return exam;
    }

    /// <summary>What is not said stays as it is, or as an exam usually is.</summary>
    private static ExamSettings? Wanted(ParseResult parsed, ExamSettings? present)
    {
        var (questions, mark, tries, wait) = (parsed.GetValue(Questions), parsed.GetValue(PassMark), parsed.GetValue(Tries), parsed.GetValue(WaitHours));
        var isSet = questions is not null || mark is not null || tries is not null || wait is not null;
        if (parsed.GetValue(None))
            return isSet ? throw CommandException.Usage("--none takes the exam away: it goes without the others.") : null;
        var start = present ?? new ExamSettings(10, 0.8, 3, 24);
        return isSet ? new(questions ?? start.Questions, mark ?? start.PassMark, tries ?? start.MaxTries, wait ?? start.WaitHours) : present;
    }

    private static string Share(double share) => share.ToString("P0", CultureInfo.InvariantCulture);
}
