using System.CommandLine;
using System.Net;
using Cloison.Client;
using Cloison.Transparency.Audit;
using Cloison.Transparency.Notes;

namespace Cloison.Cli;

/// <summary>A log that a command reads: in a folder, at an address that everybody may read, or on a Cloison server with an API key.</summary>
internal sealed class LogPlace : IDisposable
{
    public static readonly Argument<string?> Place = new("place")
    {
        Description = "The log's address, a folder with its files, or a Cloison server (with an API key). Also CLOISON_URL.", Arity = ArgumentArity.ZeroOrOne,
    };

    public static readonly Option<string[]> Keys = new("--key")
    {
        Description = "The log's public key (name+id+key), and those of witnesses; an API key (cl_…) with the scope audit for a Cloison server. That one also as CLOISON_KEY.",
        AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [],
    };

    private readonly HttpClient http = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All, AllowAutoRedirect = false });

    private LogPlace(ILogFiles? files, List<NoteKey> known) => (Files, Known) = (files!, known);

    public ILogFiles Files { get; private set; }

    /// <summary>The keys that were given.</summary>
    public List<NoteKey> Known { get; }

    /// <summary>The server, when the log is one of a Cloison server.</summary>
    public CloisonClient? Client { get; private set; }

    /// <summary>The log's key came from the server itself, which it is to be checked against.</summary>
    public bool IsKeyFromServer { get; private set; }

    /// <exception cref="CommandException">Place or keys are missing or make no sense.</exception>
    public static async Task<LogPlace> OpenAsync(ParseResult parsed, CancellationToken ct)
    {
        var given = parsed.GetValue(Keys)!;
        var known = given.Where(k => !k.StartsWith("cl_", StringComparison.Ordinal)).Select(ReadKey).ToList();
        var place = parsed.GetValue(Place) ?? Variable("CLOISON_URL") ?? throw CommandException.Usage("Which log? Give its address or folder, or set CLOISON_URL.");
        if (!Uri.TryCreate(place, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
        {
            if (!Directory.Exists(place))
                throw CommandException.Usage($"'{place}' is no address and no folder.");
            return new(new FolderLog(place), Required(known));
        }

        var opened = new LogPlace(null, known);
        try
        {
            // A server's own address has no path; a log's has one.
            if (address.AbsolutePath != "/" || (given.FirstOrDefault(k => k.StartsWith("cl_", StringComparison.Ordinal)) ?? Variable("CLOISON_KEY")) is not { } apiKey)
            {
                opened.Files = new WebLog(opened.http, address);
                Required(known);
                return opened;
            }

            opened.Client = new(address, apiKey);
            opened.http.DefaultRequestHeaders.Authorization = new("Bearer", apiKey);
            opened.Files = new WebLog(opened.http, new Uri(address, "api/log/"));
            if (!known.Any(k => k.Type == NoteKeyType.Ed25519))
            {
                var summary = await opened.Client.Log.SummaryAsync(ct);
                known.Add(ReadKey(summary.Key));
                if (summary.SecondKey is { } second)
                    known.Add(ReadKey(second));
                opened.IsKeyFromServer = true;
            }

            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public static NoteKey ReadKey(string text) =>
        NoteKey.TryParse(text, out var key) ? key! : throw CommandException.Usage($"'{text}' is no public key: it looks like name+1234abcd+AbCd….");

    public void Dispose()
    {
        Client?.Dispose();
        http.Dispose();
    }

    private static List<NoteKey> Required(List<NoteKey> known) =>
        known.Count > 0 ? known : throw CommandException.Usage("Option '--key' is required: the log's public key.");

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
