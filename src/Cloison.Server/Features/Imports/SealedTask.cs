using System.Security.Cryptography;
using System.Text.Json;
using Cloison.Domain.Json;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;

namespace Cloison.Server.Features.Imports;

/// <summary>A checked row that wants to be a task.</summary>
/// <param name="Place">Where it stands, for refusals.</param>
/// <param name="Name">The external id or the file's name; null: the content alone identifies it.</param>
internal sealed record NewRow(string Place, string? Name, TaskData Data, BatchId? Batch, int Priority, Answers Answers);

/// <summary>A row as it is stored: sealed by many threads before the one writer takes it.</summary>
internal sealed record SealedTask(
    NewRow Row, TaskId Id, byte[] ExternalKey, byte[] ContentKey, byte[]? StemKey, byte[] Content, IReadOnlyList<AssetId> Assets, IReadOnlyList<byte[]> Predictions, byte[]? Gold)
{
    public static SealedTask Of(ActiveImport import, NewRow row, TaskId id)
    {
        var (compartment, sealer) = (import.Compartment, import.Sealer);
        var sha256 = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(row.Data, DomainJson.Options));
        var assets = row.Data.Assets().Select(a => a.Asset).ToList();
        return new(
            row, id,
            row.Name is null ? ExternalKeys.OfContent(compartment, sha256) : ExternalKeys.OfName(compartment, row.Name),
            TaskKeys.OfContent(compartment, sha256),
            assets is [var first, ..] ? TaskKeys.OfStem(compartment, first.Name) : null,
            sealer.SealJson(Seals.TaskContent(id), new TaskContent(row.Name ?? "", row.Data)),
            [.. assets.Select(a => a.Asset).Distinct()],
            [.. row.Answers.Predictions.Select((p, n) => sealer.SealJson(Seals.Prediction(id, n), p))],
            row.Answers.Gold is null ? null : sealer.SealJson(Seals.Gold(id), row.Answers.Gold));
    }
}
