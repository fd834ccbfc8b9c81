using Cloison.Contracts;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;

namespace Cloison.Server.Features.Log;

/// <summary>Entries, newest first, with the names of the customer's own people.</summary>
internal static class ListEntries
{
    private const int MaxLimit = 200;

    /// <summary>Entries are sealed, so that a filter opens them one by one: after so many the page ends, also when it is not full.</summary>
    private const int MaxOpened = 20_000;

    private const int OpenedAtOnce = 500;

    /// <param name="content">Only entries of somebody who was given content, or handed some in.</param>
    public static async Task<LogPage> HandleAsync(
        Caller caller, AccessLog log, ControlDatabase control, PeopleNames names, CancellationToken ct, long? before = null, int limit = 50, PersonId? person = null, string? type = null,
        bool content = false)
    {
        limit = Math.Clamp(limit, 1, MaxLimit);
        var people = await LogPeople.OfAsync(caller.OwnCustomer, log, control, names, ct);
        var pseudonym = person is { } wanted ? log.Pseudonym(wanted.Text) : null;
        var end = Math.Max(0, Math.Min(before ?? long.MaxValue, log.Tree.Head?.Size ?? 0));
        var (items, opened) = (new List<LoggedEntry>(limit), 0);
        while (end > 0 && items.Count < limit && opened < MaxOpened)
        {
            var first = Math.Max(0, end - OpenedAtOnce);
            var entries = await log.ReadAsync(first, (int)(end - first), ct);
            opened += entries.Count;
            for (var i = entries.Count - 1; i >= 0 && items.Count < limit; i--)
            {
                end = first + i;
                var entry = EntryEncoding.Read(entries[i]);
                if ((pseudonym is null || entry.Actor == pseudonym || entry.Object == pseudonym) && (type is null || entry.Type == type) && (!content || IsOfContent(entry.Type)))
                    items.Add(Shown(end, entry, people));
            }
        }

        return new(items, end > 0 ? end : null);
    }

    private static bool IsOfContent(string type) =>
        type is LogTypes.Read or LogTypes.List or LogTypes.Export or LogTypes.Lease or LogTypes.Draft or LogTypes.Submit or LogTypes.Review || type.StartsWith("breakglass", StringComparison.Ordinal);

    private static LoggedEntry Shown(long index, AccessEntry entry, Dictionary<string, (PersonId Person, string Name)> people)
    {
        var actor = Find(entry.Actor);
        var whom = Find(entry.Object);
        return new(
            index, DateTimeOffset.FromUnixTimeMilliseconds(entry.T), entry.Type, entry.Actor, actor?.Person, actor?.Name, entry.Session, entry.Role,
            ProjectId.TryParse(entry.Project, out var project) ? project : null, entry.Object, whom?.Person, whom?.Name, entry.Purpose, entry.Rule, entry.Decision, entry.Bytes);

        (PersonId Person, string Name)? Find(string? pseudonym) => pseudonym is not null && people.TryGetValue(pseudonym, out var known) ? known : null;
    }
}
