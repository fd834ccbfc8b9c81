using Cloison.Domain;
using Cloison.Domain.People;
using Cloison.Server.Features.Assets;
using Cloison.Server.Platform.Access;
using Cloison.ServerTests.Imports;
using Cloison.Storage.Blobs;

namespace Cloison.ServerTests.Assets;

public sealed class AssetStoreTests(TransferBench bench) : IClassFixture<TransferBench>
{
    private static CancellationToken Ct => TransferBench.Ct;

    [Theory]
    [InlineData("mjpeg", "image/jpeg")]
    [InlineData("png", "image/png")]
    [InlineData("libwebp", "image/webp")]
    public async Task An_image_is_known_by_its_content_and_measured(string encoder, string mediaType)
    {
        var asset = (await IngestAsync(await TestImages.MakeAsync(encoder, 600, 300, Ct))).Value;
        Assert.Equal((mediaType, 600, 300), (asset.MediaType, asset.Width, asset.Height));
        Assert.Equal((256, 128), await ThumbnailSizeAsync(asset));
    }

    [Theory]
    [InlineData(1, 64, 32)]
    [InlineData(3, 64, 32)]
    [InlineData(5, 32, 64)]
    [InlineData(6, 32, 64)]
    [InlineData(8, 32, 64)]
    public async Task Orientation_is_honoured_in_size_and_thumbnail(int orientation, int width, int height)
    {
        var jpeg = TestImages.WithOrientation(await TestImages.MakeAsync("mjpeg", 64, 32, Ct), (ushort)orientation);
        var asset = (await IngestAsync(jpeg)).Value;
        Assert.Equal((width, height), (asset.Width, asset.Height));
        Assert.Equal((width, height), await ThumbnailSizeAsync(asset));
        var pixels = await TestImages.DecodeAsync(await ReadAsync(asset.Thumbnail!.Value), Ct);
        bool IsRedAt(int x, int y) => pixels[3 * (y * width + x)] > 128;
        // Where the red half of the stored picture is, once it stands upright.
        var redAt = orientation switch { 1 => (5, height / 2), 3 => (width - 5, height / 2), 5 or 6 => (width / 2, 5), _ => (width / 2, height - 5) };
        var blueAt = (width - 1 - redAt.Item1, height - 1 - redAt.Item2);
        Assert.True(IsRedAt(redAt.Item1, redAt.Item2));
        Assert.False(orientation is 1 or 3 ? IsRedAt(blueAt.Item1, height / 2) : IsRedAt(width / 2, blueAt.Item2));
    }

    [Fact]
    public async Task The_same_content_is_one_asset_in_a_project_and_another_in_the_next()
    {
        var picture = await TestImages.MakeAsync("png", 40, 20, Ct, left: "green");
        var project = await bench.ProjectAsync(TransferBench.Boxes("cat"));
        var first = (await bench.Assets.IngestAsync(bench.Compartment, project, new MemoryStream(picture), Ct)).Value;
        var again = (await bench.Assets.IngestAsync(bench.Compartment, project, new MemoryStream(picture), Ct)).Value;
        var other = (await IngestAsync(picture)).Value;
        Assert.Equal(first, again);
        Assert.NotEqual(first.Id, other.Id);
        Assert.NotEqual(first.Blob, other.Blob);
    }

    [Theory]
    [InlineData("mjpeg")]
    [InlineData("png")]
    [InlineData("libwebp")]
    public async Task A_cut_off_image_is_refused_and_leaves_nothing(string encoder)
    {
        var picture = await TestImages.MakeAsync(encoder, 640, 480, Ct, left: "yellow");
        await RefusedAsync(picture[..(picture.Length * 2 / 3)], "asset.not_an_image");
    }

    [Fact]
    public async Task A_damaged_image_is_refused()
    {
        var picture = await TestImages.MakeAsync("png", 64, 64, Ct, left: "white");
        for (var i = picture.Length / 2; i < picture.Length / 2 + 8; i++)
            picture[i] ^= 0xFF;
        await RefusedAsync(picture, "asset.not_an_image");
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")]
    [InlineData("GIF89a")]
    [InlineData("")]
    public Task What_is_no_image_is_refused(string content) => RefusedAsync(System.Text.Encoding.ASCII.GetBytes(content), "asset.not_an_image");

    [Fact]
    public Task More_than_a_hundred_megapixels_are_refused_by_the_header() => RefusedAsync(TestImages.PngHeader(20_000, 20_000), "asset.too_many_pixels");

    [Fact]
    public async Task A_file_above_the_limit_is_refused_and_leaves_nothing()
    {
        var project = await bench.ProjectAsync(TransferBench.Boxes("cat"));
        var before = bench.FilesOnDisk().Count();
        var outcome = await bench.Assets.IngestAsync(
            bench.Compartment, project, new MemoryStream([.. TestImages.PngHeader(10, 10), .. new byte[200_000]]), Ct, maxBytes: 100_000);
        Assert.Equal("blob.too_large", outcome.Problem?.Code);
        Assert.Equal(before, bench.FilesOnDisk().Count());
    }

    [Fact]
    public async Task An_annotator_sees_only_what_he_was_given_and_what_the_instructions_show()
    {
        var project = await bench.ProjectAsync(TransferBench.Boxes("cat"));
        var import = await bench.StartAsync(project);
        await bench.SendAsync(project, import, "a.png", new MemoryStream(await TestImages.MakeAsync("png", 40, 20, Ct)));
        var task = Assert.Single(await bench.TasksAsync(project));
        var asset = task.Data.GetAsset("image")!.Asset;
        var annotator = CallerOf(PersonId.New(DateTimeOffset.UnixEpoch), Role.Annotator);
        Task<StoredAsset?> SeenByAsync(Caller caller, ProjectId from) =>
            bench.Compartment.Database.ReadAsync(db => AssetAccess.Find(db, from, asset, caller), Ct);

        Assert.Null(await SeenByAsync(annotator, project));
        Assert.NotNull(await SeenByAsync(CallerOf(bench.Person, Role.Lead), project));
        Assert.Null(await SeenByAsync(CallerOf(bench.Person, Role.Lead), await bench.ProjectAsync(TransferBench.Boxes("cat"))));
        await bench.Compartment.Database.WriteAsync(db => Server.Features.Work.ClaimTask.Take(db, project, annotator.Person, [], bench.Clock.GetUtcNow()), Ct);
        Assert.NotNull(await SeenByAsync(annotator, project));
        var another = CallerOf(PersonId.New(DateTimeOffset.UnixEpoch), Role.Reviewer);
        Assert.Null(await SeenByAsync(another, project));
        await bench.Compartment.Database.WriteAsync(db => db.Execute("UPDATE assets SET is_instruction = 1 WHERE id = @id", ("@id", asset.Text)), Ct);
        Assert.NotNull(await SeenByAsync(another, project));
    }

    private Caller CallerOf(PersonId person, Role role) =>
        new(person, bench.Compartment.Customer, RoleSet.Of([role]), false, SessionId.New(DateTimeOffset.UnixEpoch), null, default, default);

    private async Task RefusedAsync(byte[] content, string code)
    {
        var project = await bench.ProjectAsync(TransferBench.Boxes("cat"));
        var before = bench.FilesOnDisk().Count();
        var outcome = await bench.Assets.IngestAsync(bench.Compartment, project, new MemoryStream(content), Ct);
        Assert.Equal(code, outcome.Problem?.Code);
        Assert.Equal(before, bench.FilesOnDisk().Count());
    }

    private async Task<Outcome<StoredAsset>> IngestAsync(byte[] content)
    {
        lastProject = await bench.ProjectAsync(TransferBench.Boxes("cat"));
        return await bench.Assets.IngestAsync(bench.Compartment, lastProject, new MemoryStream(content), Ct);
    }

    private ProjectId lastProject;

    private async Task<byte[]> ReadAsync(BlobName blob)
    {
        await using var stream = (await bench.Compartment.Blobs.OpenAsync(lastProject, blob, Ct))!;
        var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, Ct);
        return bytes.ToArray();
    }

    private async Task<(int, int)> ThumbnailSizeAsync(StoredAsset asset)
    {
        var facts = await ImageFacts.ReadAsync(new MemoryStream(await ReadAsync(asset.Thumbnail!.Value)), ImageType.WebP, Ct);
        return (facts!.Width, facts.Height);
    }
}
