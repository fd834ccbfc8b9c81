using System.CommandLine;
using System.Globalization;
using System.Text;
using Cloison.Storage.Witnessing;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Witnessing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison witness --name NAME --log KEY …</c>: cosigns checkpoints of logs, for whoever does not want to trust the log alone. Speaks c2sp.org/tlog-witness.</summary>
internal static class RunWitness
{
    /// <summary>A checkpoint with many signatures and the longest proof is far below.</summary>
    private const int MaxRequestBytes = 128 * 1024;

    private static readonly Option<string> Name = new("--name") { Description = "What the witness is known by, such as witness.example/heron.", Required = true };
    private static readonly Option<string[]> Logs = new("--log") { Description = "Public key of a log to watch (name+id+key); may be given several times.", Required = true };
    private static readonly Option<string> Data = new("--data") { Description = "The witness's folder: its key and the checkpoints that it cosigned last.", DefaultValueFactory = _ => "witness" };
    private static readonly Option<string> Urls = new("--urls") { Description = "Where to listen.", DefaultValueFactory = _ => "http://localhost:5081" };

    public static Command Command()
    {
        var command = new Command("witness", "Cosigns the checkpoints of transparency logs that extend what it saw before.") { Name, Logs, Data, Urls };
        command.SetAction(async (parsed, ct) =>
        {
            var logs = parsed.GetValue(Logs)!.Select(text => NoteKey.TryParse(text, out var key) ? key! : throw CommandException.Usage($"'{text}' is no public key of a log.")).ToList();
            using var folder = new WitnessFolder(parsed.GetValue(Data)!);
            var witness = new Witness(folder, logs, Signer(parsed.GetValue(Name)!, folder));
            await using var app = Build(witness, folder, parsed.GetValue(Urls)!);
            await app.StartAsync(ct);
            var terminal = Terminal.Of(parsed);
            terminal.Say($"The witness is ready: {app.Urls.First()}");
            terminal.Say($"Its public key: {witness.Key}");
            await app.WaitForShutdownAsync(ct);
            return CommandLine.Done;
        });
        return command;
    }

    /// <summary>Two addresses: <c>POST /add-checkpoint</c> for logs, <c>GET /HASH/checkpoint</c> for those who look whether the log shows everybody the same.</summary>
    internal static WebApplication Build(Witness witness, WitnessFolder folder, string urls)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(urls).ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxRequestBytes);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/add-checkpoint", async (HttpRequest request, CancellationToken ct) =>
        {
            using var reader = new StreamReader(request.Body, new UTF8Encoding(false, throwOnInvalidBytes: true));
            try
            {
                return Reply(witness.Answer(await reader.ReadToEndAsync(ct)));
            }
            catch (DecoderFallbackException)
            {
                return Reply(new WitnessAnswer.Malformed("The request is not valid UTF-8."));
            }
        });
        foreach (var origin in witness.Origins)
            app.MapGet($"/{WitnessFolder.PlaceOf(origin)}", () => folder.Last(origin) is { } note ? Results.Bytes(note.ToUtf8(), "text/plain; charset=utf-8") : Results.NotFound());
        return app;
    }

    private static IResult Reply(WitnessAnswer answer) => answer switch
    {
        WitnessAnswer.Cosigned cosigned => Results.Text($"{cosigned.Signature}\n", "text/plain", Encoding.UTF8),
        WitnessAnswer.OtherSize other => new OtherSizeReply(other.Size),
        WitnessAnswer.UnknownLog => Refusal(StatusCodes.Status404NotFound, "This witness does not watch the log."),
        WitnessAnswer.Malformed malformed => Refusal(StatusCodes.Status400BadRequest, malformed.Why),
        WitnessAnswer.NotSigned unsigned => Refusal(StatusCodes.Status403Forbidden, unsigned.Why),
        WitnessAnswer.Inconsistent fork => Refusal(StatusCodes.Status422UnprocessableEntity, fork.Why),
        _ => throw new InvalidOperationException($"No reply for {answer}."),
    };

    private static IResult Refusal(int status, string why) => Results.Text(why + "\n", "text/plain", Encoding.UTF8, status);

    private static Cosigner Signer(string name, WitnessFolder folder)
    {
        try
        {
            return new(name, folder.Key, TimeProvider.System);
        }
        catch (ArgumentException e)
        {
            throw CommandException.Usage(e.Message);
        }
    }

    /// <summary>The content type is compared literally by logs: no charset after it.</summary>
    private sealed class OtherSizeReply(long size) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            context.Response.StatusCode = StatusCodes.Status409Conflict;
            context.Response.ContentType = "text/x.tlog.size";
            return context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes($"{size.ToString(CultureInfo.InvariantCulture)}\n")).AsTask();
        }
    }
}
