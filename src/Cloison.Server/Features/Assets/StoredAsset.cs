using System.Data.Common;
using Cloison.Domain.Ids;
using Cloison.Domain.Tasks;
using Cloison.Storage.Blobs;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Assets;

/// <summary>A row of table assets.</summary>
/// <param name="Width">Pixels of the upright image.</param>
/// <param name="Height">Pixels of the upright image.</param>
internal sealed record StoredAsset(AssetId Id, BlobName Blob, BlobName? Thumbnail, string MediaType, long Bytes, int? Width, int? Height)
{
    public const string Columns = "id, blob, thumbnail_blob, media_type, bytes, width, height";

    public static StoredAsset Map(DbDataReader row) => new(
        row.Id<AssetKind>(0), Blobs(row.GetString(1)), row.TextOrNull(2) is { } thumbnail ? Blobs(thumbnail) : null, row.GetString(3), row.GetInt64(4),
        row.IsDBNull(5) ? null : row.Int(5), row.IsDBNull(6) ? null : row.Int(6));

    public static StoredAsset? Read(Session db, ProjectId project, AssetId asset) => db.First(
        $"SELECT {Columns} FROM assets WHERE id = @asset AND project = @project", Map, ("@asset", asset.Text), ("@project", project.Text));

    /// <summary>How a task's data refers to it.</summary>
    /// <param name="name">The file's name as imported, with its folder.</param>
    public AssetReference As(string name) => new(Id, name, MediaType, Width, Height);

    private static BlobName Blobs(string text) => BlobName.TryParse(text, out var name) ? name : throw new FormatException("Not a blob's name.");
}
