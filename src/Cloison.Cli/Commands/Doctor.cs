using System.CommandLine;
using Cloison.Storage.Doctor;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison doctor [--data DIR] [--deep]</c>: looks for damage in a data folder whose server is stopped. Changes nothing.</summary>
internal static class Doctor
{
    public static Command Command()
    {
        var deep = new Option<bool>("--deep") { Description = "Reads every stored file from beginning to end." };
        var all = new Option<bool>("--all") { Description = "Lists also what is in order." };
        var command = new Command("doctor", "Checks a data folder: lock, keys, databases, files, counters, room.") { Serve.Data, deep, all };
        command.SetAction(async (parsed, ct) =>
        {
            var findings = new List<Finding>();
            await foreach (var finding in Examination.RunAsync(Path.GetFullPath(parsed.GetValue(Serve.Data)!), parsed.GetValue(deep), TimeProvider.System, ct))
                findings.Add(finding);
            return Print(Terminal.Of(parsed), findings, parsed.GetValue(all));
        });
        return command;
    }

    private static int Print(Terminal terminal, List<Finding> findings, bool all)
    {
        var shown = findings.Where(f => all || f.Level != FindingLevel.Fine).OrderByDescending(f => f.Level).ToList();
        if (shown.Count > 0)
            terminal.Table(["", "where", "check", "found"], shown.Select(f => new[] { Word(f.Level), f.Where, f.Check, f.What }));
        var problems = findings.Count(f => f.Level == FindingLevel.Problem);
        terminal.Say($"Checks: {findings.Count}, problems: {problems}.");
        return problems > 0 ? CommandLine.Failed : CommandLine.Done;
    }

    private static string Word(FindingLevel level) => level switch { FindingLevel.Fine => "ok", FindingLevel.Note => "note", _ => "PROBLEM" };
}
