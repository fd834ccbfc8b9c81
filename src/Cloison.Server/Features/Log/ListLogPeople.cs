using Cloison.Contracts;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;

namespace Cloison.Server.Features.Log;

/// <summary>The customer's own people by their pseudonyms, for a log that was verified elsewhere.</summary>
internal static class ListLogPeople
{
    public static async Task<IReadOnlyList<LogPerson>> HandleAsync(Caller caller, AccessLog log, ControlDatabase control, PeopleNames names, CancellationToken ct) =>
    [
        .. (await LogPeople.OfAsync(caller.OwnCustomer, log, control, names, ct)).Select(p => new LogPerson(p.Key, p.Value.Person, p.Value.Name)).OrderBy(p => p.Name, StringComparer.Ordinal),
    ];
}
