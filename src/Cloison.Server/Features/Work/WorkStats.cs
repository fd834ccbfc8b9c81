using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Work;

/// <summary>Running totals per person and hour, kept with each change.</summary>
internal static class WorkStats
{
    public static void Submitted(Session db, ProjectId project, PersonId person, long activeMs, bool accepted, DateTimeOffset now)
    {
        Add(db, project, person, now, submitted: 1, accepted: accepted ? 1 : 0, activeMs: activeMs);
        db.Execute(
            "INSERT INTO hour_stats (project, hour, n) VALUES (@project, @hour, 1) ON CONFLICT (project, hour) DO UPDATE SET n = hour_stats.n + 1",
            ("@project", project.Text), ("@hour", now.ToUnixTimeSeconds() / 3600));
    }

    public static void Add(
        Session db, ProjectId project, PersonId person, DateTimeOffset now,
        int submitted = 0, int accepted = 0, int rejected = 0, int reviews = 0, int skipped = 0, long activeMs = 0) => db.Execute(
        """
        INSERT INTO person_stats (project, person, submitted, accepted, rejected, reviews, skipped, active_ms, last_at)
        VALUES (@project, @person, @submitted, @accepted, @rejected, @reviews, @skipped, @active, @now)
        ON CONFLICT (project, person) DO UPDATE SET
          submitted = person_stats.submitted + excluded.submitted, accepted = person_stats.accepted + excluded.accepted,
          rejected = person_stats.rejected + excluded.rejected, reviews = person_stats.reviews + excluded.reviews,
          skipped = person_stats.skipped + excluded.skipped, active_ms = person_stats.active_ms + excluded.active_ms, last_at = excluded.last_at
        """,
        ("@project", project.Text), ("@person", person.Text), ("@submitted", (long)submitted), ("@accepted", (long)accepted), ("@rejected", (long)rejected),
        ("@reviews", (long)reviews), ("@skipped", (long)skipped), ("@active", activeMs), ("@now", now.ToUnixTimeMilliseconds()));
}
