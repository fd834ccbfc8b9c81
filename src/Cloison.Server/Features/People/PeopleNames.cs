using Cloison.Storage.Compartments;

namespace Cloison.Server.Features.People;

/// <summary>Display names of people, from the control database, a minute old at most.</summary>
internal sealed class PeopleNames(Installation installation, TimeProvider clock)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);
    private readonly Dictionary<PersonId, (string Name, DateTimeOffset At)> known = [];
    private readonly Lock gate = new();

    public async Task<IReadOnlyDictionary<PersonId, string>> OfAsync(IEnumerable<PersonId> people, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var names = new Dictionary<PersonId, string>();
        foreach (var person in people.Distinct())
        {
            lock (gate)
                if (known.TryGetValue(person, out var entry) && now - entry.At < MaxAge)
                {
                    names[person] = entry.Name;
                    continue;
                }

            var name = await installation.Control.ReadAsync(
                db => db.Scalar<string>("SELECT display_name FROM persons WHERE id = @id", ("@id", person.Text)), ct) ?? "";
            names[person] = name;
            lock (gate)
            {
                if (known.Count > 20_000)
                    known.Clear();
                known[person] = (name, now);
            }
        }

        return names;
    }
}
