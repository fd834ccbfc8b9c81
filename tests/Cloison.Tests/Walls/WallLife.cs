using Cloison.Domain.Walls;

namespace Cloison.Tests.Walls;

/// <summary>A random life of a few people and a few customers, told by its seed: who is let in is decided by the product, what is remembered by the oracle.</summary>
internal sealed class WallLife(int seed, WallRules rules, bool withSurprises)
{
    private ulong state = (ulong)seed * 0x9e37_79b9_7f4a_7c15 + 1;

    public DateTimeOffset Time { get; private set; } = new(2028, 2, 27, 12, 0, 0, TimeSpan.Zero);

    public WallOracle Oracle { get; } = new();

    public static PersonId[] People { get; } = [.. Enumerable.Range(1, 2).Select(n => PersonId.From(new Guid(n, 0, 0, new byte[8])))];

    public static CustomerId[] Customers { get; } = [.. Enumerable.Range(1, 3).Select(n => CustomerId.From(new Guid(n, 1, 0, new byte[8])))];

    public int Opened { get; private set; }

    public int Refused { get; private set; }

    /// <summary>What went wrong first; null: nothing.</summary>
    public string? Run(int steps)
    {
        for (var step = 0; step < steps; step++)
            if (Step() is { } wrong)
                return $"Seed {seed}, step {step}: {wrong}";
        return null;
    }

    private string? Step()
    {
        var (person, customer, other) = (People[Roll(People.Length)], Customers[Roll(Customers.Length)], Customers[Roll(Customers.Length)]);
        switch (Roll(withSurprises ? 24 : 18))
        {
            case 0 or 1:
                // To give a role is to open a door: the wall is asked first.
                if (Wall.Decide(Oracle.Facts(person, customer, Time) with { Action = WallAction.Join, HasGrant = true }, rules).IsAdmitted)
                    Oracle.Grant(person, customer);
                break;
            case 2 or 3:
                Oracle.Revoke(person, customer, Time);
                break;
            case 4:
                Time += TimeSpan.FromDays(Roll(150));
                break;
            case 5 when Roll(6) == 0:
                Oracle.Sign(customer, other, Time);
                break;
            case 18:
                Oracle.Withdraw(customer, other);
                break;
            case 19 when Roll(3) == 0:
                Oracle.Interest(person, customer);
                break;
            case 20:
                Oracle.EndInterest(person, customer, Time);
                break;
            case 21 when Roll(20) == 0:
                Oracle.Link(person, People[Roll(People.Length)]);
                break;
            case 22:
                Oracle.Cool(customer, CoolingOff.LeastDays + Roll(100), Time);
                break;
            case 23 when Roll(40) == 0:
                Oracle.Make(person, (Insider)Roll(7));
                break;
            default:
                return Open(person, customer);
        }

        return withSurprises ? null : OneSide();
    }

    private string? Open(PersonId person, CustomerId customer)
    {
        var decision = Wall.Decide(Oracle.Facts(person, customer, Time), rules);
        if (decision.IsAdmitted != Oracle.MayOpen(person, customer, Time) && rules == WallRules.All)
            return $"the product says {decision.Rule ?? "yes"} to {person} at {customer}, the oracle does not";
        if (!decision.IsAdmitted)
        {
            Refused++;
            return null;
        }

        Opened++;
        Oracle.Expose(person, customer, Time);
        return OneSide(person, customer);
    }

    // With surprises (an agreement withdrawn, accounts linked) people find themselves on both sides; without, never.
    private string? OneSide() => Oracle.BothSides(Time).FirstOrDefault() is { Person.IsEmpty: false } both ? $"{both.Person} has seen {both.One} and {both.Other}" : null;

    private string? OneSide(PersonId person, CustomerId customer) =>
        Oracle.BothSides(Time).Any(b => b.Person == person && (b.One == customer || b.Other == customer)) ? $"{person} was let in at {customer} though he has seen a rival"
        : Oracle.InterestedParties(Time).Any(i => i.Person == person && i.Seen == customer) ? $"{person} was let in at {customer} though he has an interest in a rival"
        : null;

    private int Roll(int sides)
    {
        // SplitMix64: the same life for the same seed on every machine.
        state += 0x9e37_79b9_7f4a_7c15;
        var z = (state ^ (state >> 30)) * 0xbf58_476d_1ce4_e5b9;
        z = (z ^ (z >> 27)) * 0x94d0_49bb_1331_11eb;
        return (int)((z ^ (z >> 31)) % (ulong)sides);
    }
}
