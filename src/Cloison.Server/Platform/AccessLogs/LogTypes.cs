namespace Cloison.Server.Platform.AccessLogs;

/// <summary>What kinds of entries an access log has. Verifiers rely on the words: they never change.</summary>
internal static class LogTypes
{
    /// <summary>One thing's content was asked for.</summary>
    public const string Read = "access.read";

    /// <summary>A listing was asked for: names, summaries.</summary>
    public const string List = "access.list";

    /// <summary>A file with results was taken out.</summary>
    public const string Export = "export";

    /// <summary>A task or an answer was given to somebody; its decision says what became of it: taken, skipped, released, expired, revoked.</summary>
    public const string Lease = "lease";

    /// <summary>An unfinished answer was kept.</summary>
    public const string Draft = "draft";

    public const string Submit = "submit";
    public const string Review = "review";

    /// <summary>A session began.</summary>
    public const string Login = "login";

    /// <summary>Somebody, or a key, was let in, or may do other things than before.</summary>
    public const string Grant = "grant";

    public const string Revoke = "revoke";

    /// <summary>A rule of the customer was changed, such as who cosigns the log.</summary>
    public const string Policy = "policy";

    /// <summary>Emergency access begins (R12). What leads to it and its end come from the wall: <c>breakglass.request</c>, <c>.approve</c>, <c>.refuse</c>, <c>.withdraw</c>, <c>.deny</c>, <c>.close</c>.</summary>
    public const string BreakGlassOpen = "breakglass.open";

    /// <summary>The ownership register was announced, or is in effect; its object is the version's hash.</summary>
    public const string Owner = "owner";

    /// <summary>A certificate was made; its object is the note's hash.</summary>
    public const string Certificate = "certificate";

    /// <summary>Somebody turned out to have to do with two rivals; its object is he, its decision says how many there are.</summary>
    public const string Conflict = "conflict.discovered";

    /// <summary>The first entry of a log that takes the place of one whose database was put back: what that one had signed, and what was left of it.</summary>
    public const string Recovery = Transparency.LogBreak.EntryType;

    /// <summary>The last entry: its customer has left.</summary>
    public const string Exit = "exit";
}
