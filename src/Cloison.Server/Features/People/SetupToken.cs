using Cloison.Server.Platform.Access;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.People;

/// <summary>The one-time token of the set-up link: whoever can read the server's console at its first start owns the installation, nobody else.</summary>
internal static class SetupToken
{
    private const string Setting = "setup_token_hash";

    /// <summary>Makes a new token while there is no person, and the one before invalid; null once the installation is set up.</summary>
    /// <returns>To print as <c>&lt;address&gt;/setup#&lt;token&gt;</c>: the fragment never reaches a server's log.</returns>
    public static async Task<string?> EnsureAsync(ControlDatabase control, CancellationToken ct)
    {
        var token = SecretToken.New();
        var needed = await control.WriteAsync(
            db =>
            {
                if (PersonRows.AnyExists(db))
                    return false;
                db.Execute(
                    "INSERT INTO settings (name, value) VALUES (@name, @hash) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    ("@name", Setting), ("@hash", token.Hash.ToBytes()));
                return true;
            },
            ct);
        return needed ? token.Text : null;
    }

    public static bool IsRight(Session db, string token) =>
        db.First("SELECT value FROM settings WHERE name = @name", row => row.Bytes(0), ("@name", Setting)) is { } hash && TokenHash.Of(token).Matches(hash);

    public static void Spend(Session db) => db.Execute("DELETE FROM settings WHERE name = @name", ("@name", Setting));
}
