using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cloison.Contracts;
using Cloison.Domain.Json;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;
using Cloison.Transparency.Notes;

namespace Cloison.Server.Platform.AccessLogs;

/// <summary>Somebody whom a customer has chosen to cosign his log.</summary>
/// <param name="Size">What he cosigned last.</param>
internal sealed record LogWitness(string Id, NewWitness Place, long Size, DateTimeOffset? CosignedAt, string? Problem)
{
    /// <summary>Far more than a quorum needs.</summary>
    public const int Most = 20;

    public NoteKey Key => NoteKey.TryParse(Place.Key, out var key) ? key! : throw new InvalidDataException($"The witness {Id} has no key.");

    public WitnessSummary Summary => new(Id, Place.Url, Place.Key, Size, CosignedAt, Problem);

    public static string IdOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16];

    public static async Task<List<LogWitness>> ListAsync(AccessLog log, CancellationToken ct)
    {
        var rows = await log.Database.ReadAsync(
            db => db.List(
                "SELECT id, place, size, cosigned_at, problem FROM log_witnesses ORDER BY id",
                row => (Id: row.GetString(0), Place: row.Bytes(1), Size: row.GetInt64(2), At: row.TimeOrNull(3), Problem: row.TextOrNull(4))),
            ct);
        return rows.ConvertAll(row => new LogWitness(
            row.Id, JsonSerializer.Deserialize<NewWitness>(log.Keys.Open(At(row.Id), row.Place), DomainJson.Options)!, row.Size, row.At, row.Problem));
    }

    /// <summary>Adds a witness, or gives one that is there already another address.</summary>
    /// <returns>False when there are as many as there may be.</returns>
    public static bool Add(Session db, string id, byte[] sealedPlace, DateTimeOffset now)
    {
        if (db.Scalar<long>("SELECT COUNT(*) FROM log_witnesses WHERE id <> @id", ("@id", id)) >= Most)
            return false;
        db.Execute(
            "INSERT INTO log_witnesses (id, place, added_at) VALUES (@id, @place, @now) ON CONFLICT (id) DO UPDATE SET place = excluded.place, problem = NULL",
            ("@id", id), ("@place", sealedPlace), ("@now", now.ToUnixTimeMilliseconds()));
        return true;
    }

    public static bool Remove(Session db, string id) => db.Execute("DELETE FROM log_witnesses WHERE id = @id", ("@id", id)) > 0;

    public static byte[] Seal(AccessLog log, NewWitness place) =>
        log.Keys.Seal(At(IdOf(place.Key)), JsonSerializer.SerializeToUtf8Bytes(place, DomainJson.Options));

    public void StoreCosigned(Session db, long size, NoteSignature signature, DateTimeOffset now) => db.Execute(
        "UPDATE log_witnesses SET size = @size, signature = @signature, cosigned_at = @now, problem = NULL WHERE id = @id",
        ("@size", size), ("@signature", signature.ToString()), ("@now", now.ToUnixTimeMilliseconds()), ("@id", Id));

    public void StoreProblem(Session db, string problem) => db.Execute("UPDATE log_witnesses SET problem = @problem WHERE id = @id", ("@problem", problem), ("@id", Id));

    /// <summary>Another log begins: nobody has cosigned anything of it.</summary>
    public static void ForgetCosigned(Session db) => db.Execute("UPDATE log_witnesses SET size = 0, signature = NULL, cosigned_at = NULL, problem = NULL");

    private static SealContext At(string id) => new("log_witnesses", "place", id);
}
