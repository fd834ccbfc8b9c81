using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.Walls;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.People;

/// <summary>
/// What is left of accounts that were erased: a keyed hash of the e-mail address, by which a new account of the same person is known, and what he has seen. It goes when
/// his last cooling-off is over (R18), unless it is held.
/// </summary>
internal static class ErasedPeople
{
    /// <param name="emailHash"><see cref="EmailHashes"/>.</param>
    public static void Keep(Session db, PersonId person, byte[] emailHash, DateTimeOffset now) => db.Execute(
        "INSERT INTO erased_people (person, email_hash, erased_at) VALUES (@person, @hash, @now)",
        ("@person", person.Text), ("@hash", emailHash), ("@now", now.ToUnixTimeMilliseconds()));

    /// <summary>An erased account with that e-mail address; null: there is none.</summary>
    public static PersonId? Find(Session db, byte[] emailHash) => db.First<PersonId?>(
        "SELECT person FROM erased_people WHERE email_hash = @hash ORDER BY erased_at DESC LIMIT 1", row => row.Id<PersonKind>(0), ("@hash", emailHash));

    public static List<ErasedPerson> List(Session db) => db.List(
            "SELECT person, erased_at, held FROM erased_people ORDER BY erased_at DESC LIMIT 10000", row => (Person: row.Id<PersonKind>(0), At: row.Time(1), IsHeld: row.Flag(2)))
        .ConvertAll(e => new ErasedPerson(e.Person, e.At, KeptUntil(db, e.Person), e.IsHeld));

    public static bool Hold(Session db, PersonId person, bool held) =>
        db.Execute("UPDATE erased_people SET held = @held WHERE person = @person", ("@held", held ? 1L : 0L), ("@person", person.Text)) > 0;

    /// <summary>Those of whom nothing need be kept any more.</summary>
    public static List<PersonId> Over(Session db, WallTime time) => time.IsInDoubt ? [] :
    [
        .. db.List("SELECT person FROM erased_people WHERE held = 0", row => row.Id<PersonKind>(0)).Where(person => KeptUntil(db, person) is { } until && until <= time.Time),
    ];

    /// <summary>Destroys what was kept of them. What the wall has decided about an account stays in its chain, under an id that names nobody any more.</summary>
    public static void Destroy(Session db, WallTime time)
    {
        foreach (var person in Over(db, time))
        {
            db.Execute("DELETE FROM erased_people WHERE person = @person", ("@person", person.Text));
            // He is here again: what he has seen and what he is to the platform are the new account's.
            if (WallRegistry.HasLivingAccount(db, person))
                continue;
            db.Execute("UPDATE certificates SET person = NULL WHERE person = @person", ("@person", person.Text));
            foreach (var table in new[] { "exposures", "interests", "insiders", "person_aliases" })
                db.Execute($"DELETE FROM {table} WHERE person = @person", ("@person", person.Text));
            WallLog.Append(db, new("policy", Customer: null, Decision: "forget"), time.Time);
        }
    }

    /// <summary>Null while he has an interest, which has no end yet.</summary>
    private static DateTimeOffset? KeptUntil(Session db, PersonId person)
    {
        if (WallRegistry.HasOpenInterest(db, person))
            return null;
        var erased = db.First("SELECT erased_at FROM erased_people WHERE person = @person", row => row.Time(0), ("@person", person.Text));
        // Everybody may be the rival of whom he has seen, and the longer demand of the two counts.
        var demands = db.List("SELECT DISTINCT customer FROM wall_cooling", row => row.Id<CustomerKind>(0)).ConvertAll(c => WallRegistry.CoolingDemands(db, c));
        return WallRegistry.Exposures(db, person)
            .Select(seen => demands.Select(d => CoolingOff.End(d, seen.First, seen.Last)).Append(seen.Last.AddDays(CoolingOff.LeastDays)).Max())
            .Append(erased).Max();
    }
}
