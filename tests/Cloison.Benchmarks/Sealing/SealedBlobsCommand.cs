using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using Cloison.Benchmarks.HotLoop;
using Cloison.Domain.Ids;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Benchmarks.Sealing;

/// <summary><c>sealed-blobs</c>: a large file into the store and out of it, beside a plain copy of the same file in the same run.</summary>
internal static class SealedBlobsCommand
{
    private const int CopyBytes = 64 * 1024;

    public static Command Create()
    {
        var megabytes = new Option<int>("--megabytes") { DefaultValueFactory = _ => 512 };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3 };
        var command = new Command("sealed-blobs", "Seals and opens a large file, against copying and reading it plain.") { megabytes, rounds };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(megabytes), parsed.GetValue(rounds), ct));
        return command;
    }

    private static async Task RunAsync(int megabytes, int rounds, CancellationToken ct)
    {
        using var field = await Field.SowAsync(1, 1, 0, null, ct);
        await using var installation = await Installation.OpenAsync(new(field.Folder), TimeProvider.System, ct);
        var customer = await installation.Control.ReadAsync(db => db.First("SELECT id FROM customers", row => row.Id<CustomerKind>(0)), ct);
        var compartment = (await installation.FindAsync(customer, ct))!;
        var plain = Path.Combine(field.Folder, "plain");
        await using (var file = File.Create(plain))
            for (var n = 0; n < megabytes; n++)
                await file.WriteAsync(RandomNumberGenerator.GetBytes(1 << 20), ct);

        Console.WriteLine($"{megabytes} MB; MB/s, best of {rounds}; both written durably, read from the cache of the operating system");
        var copy = await BestAsync(() => CopyAsync(plain, Path.Combine(field.Folder, "copy"), ct));
        var read = await BestAsync(() => DrainAsync(Task.FromResult<Stream?>(Open(plain)), ct));
        var sealOnly = await BestAsync(async () =>
        {
            await using var from = Open(plain);
            await using var to = compartment.Sealer(field.Project).SealTo(new SealContext("benchmark", "file", "1"), Stream.Null);
            await from.CopyToAsync(to, CopyBytes, ct);
            await to.CompleteAsync(ct);
        });
        var hash = await BestAsync(async () =>
        {
            await using var from = Open(plain);
            await SHA256.HashDataAsync(from, ct);
        });
        var (put, open) = (0.0, 0.0);
        for (var round = 0; round < rounds; round++)
        {
            await using var from = Open(plain);
            var watch = Stopwatch.StartNew();
            var stored = (await compartment.Blobs.PutAsync(field.Project, from, long.MaxValue, ct)).Value;
            put = Math.Max(put, megabytes / watch.Elapsed.TotalSeconds);
            watch.Restart();
            await DrainAsync(compartment.Blobs.OpenAsync(field.Project, stored.Name, ct), ct);
            open = Math.Max(open, megabytes / watch.Elapsed.TotalSeconds);
            // Otherwise the next put finds it there.
            compartment.Blobs.Delete(field.Project, stored.Name);
        }

        Console.WriteLine($"plain copy {copy,7:F0}   sealed into the store {put,7:F0}   ratio {put / copy:F2}");
        Console.WriteLine($"plain read {read,7:F0}   opened from the store {open,7:F0}   ratio {open / read:F2}");
        Console.WriteLine($"sealing alone {sealOnly:F0}, SHA-256 alone (content addresses are made of it) {hash:F0}");

        async Task<double> BestAsync(Func<Task> work)
        {
            var best = 0.0;
            for (var round = 0; round < rounds; round++)
            {
                var watch = Stopwatch.StartNew();
                await work();
                best = Math.Max(best, megabytes / watch.Elapsed.TotalSeconds);
            }

            return best;
        }
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);

    private static async Task CopyAsync(string from, string to, CancellationToken ct)
    {
        await using var source = Open(from);
        await using var target = new FileStream(to, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        await source.CopyToAsync(target, CopyBytes, ct);
        target.Flush(flushToDisk: true);
    }

    private static async Task DrainAsync(Task<Stream?> opening, CancellationToken ct)
    {
        await using var stream = (await opening)!;
        var buffer = new byte[CopyBytes];
        while (await stream.ReadAsync(buffer, ct) > 0)
        {
        }
    }
}
