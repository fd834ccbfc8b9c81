using System.CommandLine;
using Cloison.Client;
using Cloison.Contracts;
using Cloison.Domain.Walls;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison walls show</c>, <c>staff</c>, <c>sign NAME</c>, <c>withdraw NAME</c> and <c>cooling DAYS</c></summary>
internal static class Walls
{
    private static readonly Argument<string> CodeName = new("code-name") { Description = "The other customer's code name, such as grey-heron. He tells you." };

    public static Command Command() => new("walls", "Who is no rival, and how long people stay away from those who are.") { Show(), Staff(), Sign(), Withdraw(), Cooling() };

    private static Command Show()
    {
        var show = new Command("show", "Shows the code name, the cooling-off, the agreements and the conflicts.") { Remote.Url, Remote.Key, Output.AsJson };
        show.SetAction(async (parsed, ct) =>
        {
            using var client = Remote.Connect(parsed);
            return Print(parsed, await client.Walls.ReadAsync(ct));
        });
        return show;
    }

    private static Command Staff()
    {
        var staff = new Command("staff", "Lists who can work here, and what starting here closes to them.") { Remote.Url, Remote.Key, Output.AsJson };
        staff.SetAction(async (parsed, ct) =>
        {
            using var client = Remote.Connect(parsed);
            var staffing = await client.Walls.StaffingAsync(ct);
            var terminal = Terminal.Of(parsed);
            if (parsed.GetValue(Output.AsJson))
            {
                terminal.Json(staffing);
                return CommandLine.Done;
            }

            terminal.Table(["person", "name", "may work", "has seen something"], staffing.People.Select(Trust.Cells));
            terminal.Note($"Who starts here is closed to every customer without an agreement with you for {staffing.FirstExposureClosesDays} days after the last day.");
            if (staffing.RivalsNamed > 0)
                terminal.Note($"With {staffing.RivalsNamed} customers whose agreement does not count yet, you need {staffing.LeastPeople} people among you at least.");
            return CommandLine.Done;
        });
        return staff;
    }

    private static Command Sign()
    {
        var sign = new Command("sign", "Signs that another customer is no rival. It counts a day after he has signed too.") { CodeName, Remote.Url, Remote.Key, Output.AsJson };
        sign.SetAction((parsed, ct) => ChangeAsync(parsed, client => client.Walls.SignAsync(Named(parsed), ct), ct));
        return sign;
    }

    private static Command Withdraw()
    {
        var withdraw = new Command("withdraw", "Takes a signature back: the two are rivals at once.") { CodeName, Remote.Url, Remote.Key, Output.AsJson };
        withdraw.SetAction((parsed, ct) => ChangeAsync(parsed, client => client.Walls.WithdrawAsync(Named(parsed), ct), ct));
        return withdraw;
    }

    private static Command Cooling()
    {
        var days = new Argument<int>("days") { Description = $"{CoolingOff.LeastDays} to {CoolingOff.MostDays}. More counts at once, less for what is seen from now on." };
        var cooling = new Command("cooling", "Says how long who has seen your content stays away from your rivals.") { days, Remote.Url, Remote.Key, Output.AsJson };
        cooling.SetAction((parsed, ct) => ChangeAsync(parsed, client => client.Walls.SetCoolingAsync(parsed.GetValue(days), ct), ct));
        return cooling;
    }

    private static async Task<int> ChangeAsync(ParseResult parsed, Func<CloisonClient, Task> change, CancellationToken ct)
    {
        using var client = Remote.Connect(parsed);
        await change(client);
        return Print(parsed, await client.Walls.ReadAsync(ct));
    }

    // The server answers a name that nobody has like any other, and so does not say that this one cannot be one.
    private static string Named(ParseResult parsed) => parsed.GetValue(CodeName) is { } name && Domain.Walls.CodeName.IsWellFormed(name)
        ? name
        : throw CommandException.Usage($"'{parsed.GetValue(CodeName)}' is no code name: two words in small letters, with a hyphen between.");

    private static int Print(ParseResult parsed, WallSettings walls)
    {
        var terminal = Terminal.Of(parsed);
        if (parsed.GetValue(Output.AsJson))
        {
            terminal.Json(walls);
            return CommandLine.Done;
        }

        terminal.Say($"Code name: {walls.CodeName}");
        terminal.Say($"Cooling-off: {walls.CoolingDays} days");
        if (walls.Agreements.Count > 0)
            terminal.Table(["agreement with", "signed", "counts from"], walls.Agreements.Select(IReadOnlyList<string> (a) => [a.CodeName, $"{a.SignedAt:u}", a.EffectiveAt is { } at ? $"{at:u}" : "not signed there"]));
        if (walls.Conflicts.Count > 0)
            terminal.Table(["conflict", "people who have seen both"], walls.Conflicts.Select(IReadOnlyList<string> (c) => [$"{c.At:u}", $"{c.People}"]));
        return CommandLine.Done;
    }
}
