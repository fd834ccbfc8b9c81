using System.CommandLine;
using Cloison.Contracts;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison trust who</c></summary>
internal static class Trust
{
    public static Command Command()
    {
        var who = new Command("who", "Lists who may see the customer's content now, and who has seen it.") { Remote.Url, Remote.Key, Output.AsJson };
        who.SetAction(async (parsed, ct) =>
        {
            using var client = Remote.Connect(parsed);
            var access = await client.Walls.AccessAsync(ct);
            var terminal = Terminal.Of(parsed);
            if (parsed.GetValue(Output.AsJson))
            {
                terminal.Json(access);
                return CommandLine.Done;
            }

            terminal.Table(["person", "name", "may see content", "has seen something"], access.Now.Select(Cells));
            terminal.Table(["pseudonym", "name", "first", "last"], access.Seen.Select(IReadOnlyList<string> (s) => [s.Pseudonym, s.DisplayName ?? "", $"{s.First:u}", $"{s.Last:u}"]));
            terminal.Note($"{access.Keys} API keys read content too.");
            if (access.IsOperatorsHouse)
                terminal.Note("This is the operator's own house: the installation's operator may have a role here.");
            else if (access.OperatorHasHouse)
                terminal.Note("The installation's operator is also a customer of it, and has no role here.");
            return CommandLine.Done;
        });
        return new("trust", "What a customer can check.") { who };
    }

    internal static IReadOnlyList<string> Cells(StaffMember member) => [member.Person.Text, member.DisplayName, member.MayWork ? "yes" : "no", member.IsFirst ? "no" : "yes"];
}
