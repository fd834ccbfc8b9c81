using Cloison.Storage.Databases;

namespace Cloison.Server.Features.People;

/// <summary>Counts a password that was tried, and says whether it counts as right.</summary>
internal static class PasswordAttempt
{
    /// <summary>
    /// In the writer, where attempts come one after the other: of a hundred guesses sent at once, the sixth already meets the lock,
    /// and while an account is locked even the right password does not count.
    /// </summary>
    public static bool Count(Session db, PersonAccount account, bool isRight, DateTimeOffset now)
    {
        var (hash, failures, lockedUntil, isDisabled) = db.First(
            "SELECT password_hash, failed_sign_ins, locked_until, disabled_at FROM persons WHERE id = @id",
            row => (row.TextOrNull(0), row.GetInt64(1), row.TimeOrNull(2), !row.IsDBNull(3)),
            ("@id", account.Id.Text));
        // A password that was changed since it was checked is not the password any more.
        if (isDisabled || lockedUntil > now || hash != account.PasswordHash)
            return false;
        if (isRight)
        {
            if (failures > 0)
                db.Execute("UPDATE persons SET failed_sign_ins = 0, locked_until = NULL WHERE id = @id", ("@id", account.Id.Text));
            return true;
        }

        var until = now + SignInLock.After(failures + 1);
        db.Execute(
            "UPDATE persons SET failed_sign_ins = @failures, locked_until = @until WHERE id = @id",
            ("@failures", failures + 1), ("@until", until?.ToUnixTimeMilliseconds()), ("@id", account.Id.Text));
        return false;
    }
}
