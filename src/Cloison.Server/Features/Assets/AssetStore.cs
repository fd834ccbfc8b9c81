using Cloison.Domain;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Blobs;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Assets;

/// <summary>Takes media in: sealed, content-addressed, looked at once. Equal content in a project is one asset.</summary>
internal sealed class AssetStore(Thumbnailer thumbnailer, TimeProvider clock)
{
    public const long MaxBytes = 200L << 20;
    public const long MaxPixels = 100_000_000;
    private const int MaxThumbnailBytes = 4 << 20;

    // One content at a time: a refused file is deleted, and must not be deleted under somebody who is storing the same one.
    private readonly SemaphoreSlim[] turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Stores an image in constant memory. A refused or cancelled one leaves nothing behind.</summary>
    public async Task<Outcome<StoredAsset>> IngestAsync(Compartment compartment, ProjectId project, Stream content, CancellationToken ct, long maxBytes = MaxBytes)
    {
        var image = await Lookahead.ReadAsync(content, ImageType.SniffBytes, ct);
        if (ImageType.Sniff(image.Head.Span) is not { } type)
            return AssetProblems.NotAnImage;
        var put = await compartment.Blobs.PutAsync(project, image, maxBytes, ct);
        if (!put.Succeeded)
            return put.Problem;
        var blob = put.Value;
        var turn = turns[(uint)blob.Name.GetHashCode() % turns.Length];
        await turn.WaitAsync(ct);
        var isKept = false;
        try
        {
            if (await FindAsync(compartment, project, blob.Name, ct) is { } known)
            {
                isKept = true;
                return known;
            }

            var asset = await LookAtAsync(compartment, project, blob, type, ct);
            if (asset.Succeeded)
            {
                // From here on: a row without its file would be worse than a file without its row.
                isKept = true;
                return await compartment.Database.WriteAsync(db => Insert(db, project, asset.Value, clock.GetUtcNow()), ct);
            }

            return asset.Problem;
        }
        finally
        {
            if (!isKept && blob.Added)
                compartment.Blobs.Delete(project, blob.Name);
            turn.Release();
        }
    }

    private static Task<StoredAsset?> FindAsync(Compartment compartment, ProjectId project, BlobName blob, CancellationToken ct) =>
        compartment.Database.ReadAsync(db => Find(db, project, blob), ct);

    private static StoredAsset? Find(Session db, ProjectId project, BlobName blob) => db.First(
        $"SELECT {StoredAsset.Columns} FROM assets WHERE project = @project AND blob = @blob", StoredAsset.Map, ("@project", project.Text), ("@blob", blob.Text));

    private async Task<Outcome<StoredAsset>> LookAtAsync(Compartment compartment, ProjectId project, StoredBlob blob, ImageType type, CancellationToken ct)
    {
        await using var image = await compartment.Blobs.OpenAsync(project, blob.Name, ct);
        if (image is null)
            // Refused and deleted between our putting and our turn; sending it again finds out why.
            return CommonProblems.Unavailable;
        if (await ImageFacts.ReadAsync(image, type, ct) is not { } facts)
            return AssetProblems.NotAnImage;
        // From the header, before anything is decoded.
        if ((long)facts.StoredWidth * facts.StoredHeight > MaxPixels)
            return AssetProblems.TooManyPixels(facts.Width, facts.Height);
        BlobName? thumbnail = null;
        if (thumbnailer.IsAvailable)
        {
            var made = await thumbnailer.MakeAsync(image, type, facts.Orientation, ct);
            if (!made.Succeeded)
                return made.Problem;
            var stored = await compartment.Blobs.PutAsync(project, new MemoryStream(made.Value), MaxThumbnailBytes, ct);
            thumbnail = stored.Value.Name;
        }

        return new StoredAsset(AssetId.New(clock.GetUtcNow()), blob.Name, thumbnail, type.MediaType, blob.PlainBytes, facts.Width, facts.Height);
    }

    private static StoredAsset Insert(Session db, ProjectId project, StoredAsset asset, DateTimeOffset now)
    {
        db.Execute(
            """
            INSERT INTO assets (id, project, blob, thumbnail_blob, media_type, bytes, width, height, created_at)
            VALUES (@id, @project, @blob, @thumbnail, @type, @bytes, @width, @height, @now) ON CONFLICT (project, blob) DO NOTHING
            """,
            ("@id", asset.Id.Text), ("@project", project.Text), ("@blob", asset.Blob.Text), ("@thumbnail", asset.Thumbnail?.Text), ("@type", asset.MediaType),
            ("@bytes", asset.Bytes), ("@width", (long?)asset.Width), ("@height", (long?)asset.Height), ("@now", now.ToUnixTimeMilliseconds()));
        // Another node may have been first.
        return Find(db, project, asset.Blob)!;
    }
}
