using Cloison.Domain.Ids;
using Cloison.Domain.Ontologies;
using Cloison.ServerTests.Client;
using Cloison.ServerTests.Storage.Sealing;
using Cloison.Storage.Blobs;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.ServerTests.Cli;

/// <summary>A data folder with a project, a stored file and an asset that refers to it, made once; each test damages a copy of it.</summary>
public sealed class SoundFolder : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    internal CustomerId Customer { get; private set; }

    internal ProjectId Project { get; private set; }

    internal BlobName Blob { get; private set; }

    public string Path => folder.Of("data");

    public async ValueTask InitializeAsync()
    {
        await using var server = new RunningServer();
        await server.InitializeAsync();
        using (var client = server.Heron())
            Project = (await client.Projects.CreateAsync(new("P", new(Editor.Form, [new("text", InputKind.Text)], Fields: [new TextField { Name = "answer" }])))).Id;
        await server.StopAsync();
        await using (var installation = await Installation.OpenAsync(new(server.DataFolder), TimeProvider.System, CancellationToken.None))
        {
            Customer = await installation.Control.ReadAsync(db => db.First("SELECT id FROM customers ORDER BY id LIMIT 1", row => row.Id<CustomerKind>(0)), CancellationToken.None);
            var compartment = (await installation.FindAsync(Customer, CancellationToken.None))!;
            var stored = await compartment.Blobs.PutAsync(Project, new MemoryStream(new byte[200_000]), 1_000_000, CancellationToken.None);
            Blob = stored.Value.Name;
            await compartment.Database.WriteAsync(
                db => db.Execute(
                    "INSERT INTO assets (id, project, blob, media_type, bytes, created_at) VALUES (@id, @project, @blob, 'image/png', 200000, 0)",
                    ("@id", AssetId.New(DateTimeOffset.UnixEpoch).Text), ("@project", Project.Text), ("@blob", Blob.Text)),
                CancellationToken.None);
        }

        Copy(server.DataFolder, Path);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    internal static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = System.IO.Path.Combine(to, System.IO.Path.GetRelativePath(from, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}

public sealed class DoctorTests : IClassFixture<SoundFolder>, IDisposable
{
    private readonly SoundFolder sound;
    private readonly TemporaryFolder folder = new();

    public DoctorTests(SoundFolder sound)
    {
        this.sound = sound;
        SoundFolder.Copy(sound.Path, Data);
    }

    private string Data => folder.Of("data");

    private string CompartmentFolder => Path.Combine(Data, "compartments", sound.Customer.Text);

    private string BlobPath => Path.Combine(CompartmentFolder, "blobs", sound.Project.Text, "content", sound.Blob.Text[..2], sound.Blob.Text[2..4], sound.Blob.Text);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sound_folder_has_no_problems()
    {
        var run = await CliRun.OfAsync("doctor", "--data", Data, "--deep", "--all");
        Assert.DoesNotContain("PROBLEM", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("1 files open and match", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_looks_at_no_folder_that_a_server_uses()
    {
        await using var server = await RestartedServer.OnAsync(Data);
        await AssertProblemAsync("lock", "A server is running");
    }

    [Fact]
    public async Task A_root_key_that_others_may_read_is_a_problem()
    {
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(Path.Combine(Data, "root.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        await AssertProblemAsync("root key", "chmod 600");
    }

    [Fact]
    public async Task Another_root_key_opens_nothing()
    {
        var path = Path.Combine(Data, "root.key");
        File.Delete(path);
        Cloison.Storage.Sealing.FileKeyCustodian.Create(path).Dispose();
        await AssertProblemAsync("key ring", "does not open");
    }

    [Fact]
    public async Task A_deleted_file_is_a_problem()
    {
        File.Delete(BlobPath);
        await AssertProblemAsync("blobs", "1 files are missing");
    }

    [Fact]
    public async Task An_altered_file_is_found_by_reading_it_all()
    {
        await using (var file = new FileStream(BlobPath, FileMode.Open))
        {
            file.Position = 100_000;
            file.WriteByte(1);
            file.WriteByte(2);
        }

        Assert.Equal(0, (await CliRun.OfAsync("doctor", "--data", Data)).ExitCode);
        await AssertProblemAsync("contents", "1 files are altered", "--deep");
    }

    [Fact]
    public async Task A_file_that_nobody_refers_to_is_worth_a_note()
    {
        await ChangeAsync(db => db.Execute("DELETE FROM assets"));
        var run = await CliRun.OfAsync("doctor", "--data", Data);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("1 files that nothing refers to", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_count_is_a_problem()
    {
        await ChangeAsync(db => db.Execute("INSERT INTO task_counts (project, batch, state, n) VALUES (@project, '', 0, 7)", ("@project", sound.Project.Text)));
        await AssertProblemAsync("task counts", "7 tasks where there are 0");
    }

    [Fact]
    public async Task Slots_that_nobody_holds_and_nobody_gets_are_a_problem()
    {
        var task = TaskId.New(DateTimeOffset.UnixEpoch).Text;
        await ChangeAsync(db =>
        {
            db.Execute(
                """
                INSERT INTO tasks (id, project, external_key, state, rank, pos, overlap, free_slots, created_at, updated_at)
                VALUES (@task, @project, @key, 0, 0, 1, 3, 2, 0, 0)
                """,
                ("@task", task), ("@project", sound.Project.Text), ("@key", new byte[] { 1 }));
            db.Execute("INSERT INTO task_contents (task, content) VALUES (@task, @content)", ("@task", task), ("@content", new byte[] { 1 }));
            db.Execute("INSERT INTO task_counts (project, batch, state, n) VALUES (@project, '', 0, 1)", ("@project", sound.Project.Text));
        });
        await AssertProblemAsync("free slots", task);
    }

    [Fact]
    public async Task A_damaged_database_is_a_problem()
    {
        await using (var file = new FileStream(Path.Combine(CompartmentFolder, "compartment.db"), FileMode.Open))
        {
            file.Position = 4_096 * 3;
            file.Write(new byte[8_192]);
        }

        var run = await CliRun.OfAsync("doctor", "--data", Data);
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public async Task A_database_of_a_newer_release_is_a_problem()
    {
        await ChangeAsync(db => db.Execute("INSERT INTO migrations (number, name, applied_at) VALUES (9999, '9999-future', 0)"));
        await AssertProblemAsync("migrations", "newer release");
    }

    public void Dispose() => folder.Dispose();

    private async Task AssertProblemAsync(string check, string what, params string[] more)
    {
        var run = await CliRun.OfAsync(["doctor", "--data", Data, .. more]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(run.Output.Split('\n'), line => line.StartsWith("PROBLEM", StringComparison.Ordinal) && line.Contains($"\t{check}\t", StringComparison.Ordinal) && line.Contains(what, StringComparison.Ordinal));
    }

    private async Task ChangeAsync(Action<Session> change)
    {
        await using var installation = await Installation.OpenAsync(new(Data), TimeProvider.System, Ct);
        await (await installation.FindAsync(sound.Customer, Ct))!.Database.WriteAsync(change, Ct);
    }
}
