using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cloison.Domain.Json;
using Cloison.Storage.Sealing;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Signatures;

namespace Cloison.Storage.Custody.Agents;

/// <summary>Whom a key agent serves: the file <c>identity.json</c>, made once.</summary>
/// <param name="Server">The server's Ed25519 key, base64: nobody else's requests are looked at.</param>
/// <param name="Log">The public key of the customer's access log, <c>name+id+key</c>: receipts of no other log count.</param>
/// <param name="ServerAddress">Where revocations are pushed to.</param>
public sealed record AgentIdentity(CustomerId Customer, string Server, string Log, string ServerAddress);

/// <summary>Whether the customer has taken the key back: the file <c>standing.json</c>.</summary>
/// <param name="Number">Of the last message to the server: its time, or one more than the one before, so that it grows whatever the clock does.</param>
public sealed record AgentStanding(bool IsRevoked, long Number);

/// <summary>What a key agent remembers: the file <c>memory.json</c>, on the disk before a root is given.</summary>
/// <param name="Checkpoint">The newest signed checkpoint that it has seen.</param>
/// <param name="Used">Receipts that it has given roots for, and when (Unix milliseconds).</param>
internal sealed record AgentMemory(string? Checkpoint, IReadOnlyList<AgentUse> Used);

internal sealed record AgentUse(long Index, long At);

/// <summary>
/// A key agent's folder: <c>outer-1.key</c> and its successors, <c>signing.key</c>, what it serves, decides by and remembers, and <c>audit.jsonl</c>.
/// All of it is readable by its owner only. Losing the outer keys loses everything that they protect.
/// </summary>
public sealed class KeyAgentFolder : IDisposable
{
    private readonly string path;
    private readonly List<FileKeyCustodian> outerKeys = [];
    private FileStream? claim;
    private string lastAuditHash;

    private KeyAgentFolder(string path)
    {
        this.path = path;
        Identity = Read<AgentIdentity>("identity.json") ?? throw new InvalidDataException($"{path} is no folder of a key agent: make one with 'cloison keyagent init'.");
        LogKey = NoteKey.TryParse(Identity.Log, out var key) ? key! : throw new InvalidDataException("identity.json: 'log' is no public key of a log.");
        ServerKey = Convert.FromBase64String(Identity.Server);
        Key = OpenSigningKey();
        foreach (var file in OuterKeyFiles())
            outerKeys.Add(FileKeyCustodian.Open(file));
        lastAuditHash = ReadAudit() is [.., var last] ? HashOf(last) : "";
    }

    public AgentIdentity Identity { get; }

    public NoteKey LogKey { get; }

    public ReadOnlyMemory<byte> ServerKey { get; }

    /// <summary>Signs what the agent says.</summary>
    public Ed25519Key Key { get; }

    /// <summary>As the customer tells it to the server: base64.</summary>
    public string PublicKey => Convert.ToBase64String(Key.PublicKey.Span);

    /// <summary>Newest first: the first one wraps, all unwrap.</summary>
    internal IReadOnlyList<IKeyCustodian> OuterKeys => outerKeys;

    /// <summary>Read anew each time: another process, the command, changes it.</summary>
    public AgentStanding Standing => Read<AgentStanding>("standing.json") ?? new(false, 0);

    internal AgentMemory Memory => Read<AgentMemory>("memory.json") ?? new(null, []);

    /// <summary>Null when there is none or it cannot be read.</summary>
    internal AgentPolicy? Policy
    {
        get
        {
            try
            {
                return Read<AgentPolicy>("policy.json");
            }
            catch (Exception e) when (e is JsonException or NotSupportedException)
            {
                return null;
            }
        }
    }

    /// <summary>Makes a folder with new keys.</summary>
    /// <exception cref="InvalidDataException">There is an agent already, or a key is none.</exception>
    public static KeyAgentFolder Create(string path, AgentIdentity identity)
    {
        path = Path.GetFullPath(path);
        if (File.Exists(Path.Combine(path, "identity.json")))
            throw new InvalidDataException($"There is a key agent in {path} already.");
        var server = new byte[Ed25519.PublicKeyBytes];
        if (!Convert.TryFromBase64String(identity.Server, server, out var written) || written != server.Length)
            throw new InvalidDataException("The server's key is 32 bytes in base64: the Trust page shows it.");
        if (!NoteKey.TryParse(identity.Log, out _))
            throw new InvalidDataException("The log's key has the form name+id+key: the Trust page shows it.");
        DurableFolder.Create(path);
        FileKeyCustodian.Create(Path.Combine(path, "outer-1.key")).Dispose();
        var seed = RandomNumberGenerator.GetBytes(Ed25519.SeedBytes);
        DurableFile.Replace(Path.Combine(path, "signing.key"), seed);
        CryptographicOperations.ZeroMemory(seed);
        DurableFile.Replace(Path.Combine(path, "policy.json"), Json(new AgentPolicy()));
        // Last: without it there is no agent.
        DurableFile.Replace(Path.Combine(path, "identity.json"), Json(identity));
        return Open(path);
    }

    /// <exception cref="InvalidDataException">No agent there, or a file is damaged.</exception>
    public static KeyAgentFolder Open(string path) => new(Path.GetFullPath(path));

    /// <summary>Takes the folder for the process that answers requests.</summary>
    /// <exception cref="IOException">Another agent runs on it.</exception>
    public void Claim()
    {
        try
        {
            claim = new(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException($"Another key agent runs on {path}, or the folder cannot be written.", e);
        }
    }

    /// <summary>Makes a new outer key, which wraps from now on; what older ones wrapped still unwraps. Let the server rewrap its root afterwards.</summary>
    public void AddOuterKey()
    {
        var custodian = FileKeyCustodian.Create(Path.Combine(path, $"outer-{outerKeys.Count + 1}.key"));
        outerKeys.Insert(0, custodian);
    }

    /// <summary>Takes the key back, or gives it again; counts from the next request on.</summary>
    /// <returns>What to tell the server, and its signature.</returns>
    public (byte[] Notice, string Signature) SetStanding(bool isRevoked, DateTimeOffset now)
    {
        var next = new AgentStanding(isRevoked, Math.Max(Standing.Number + 1, now.ToUnixTimeMilliseconds()));
        DurableFile.Replace(Path.Combine(path, "standing.json"), Json(next));
        var notice = AgentSignatures.Json(new AgentNotice(
            1, Identity.Customer, PublicKey, isRevoked ? AgentNotice.Revoked : AgentNotice.Restored, next.Number, now.ToUnixTimeMilliseconds()));
        return (notice, Convert.ToBase64String(Key.Sign(AgentSignatures.OfNotice(notice))));
    }

    /// <summary>The agent's own record, oldest first.</summary>
    public IReadOnlyList<string> ReadAudit()
    {
        var file = Path.Combine(path, "audit.jsonl");
        return File.Exists(file) ? [.. File.ReadAllLines(file).Where(line => line.Length > 0)] : [];
    }

    /// <summary>Whether each line of the record names the hash of the one before: nothing was taken out or changed.</summary>
    public bool IsAuditWhole()
    {
        var before = "";
        foreach (var line in ReadAudit())
        {
            if (AgentSignatures.Read<AuditLine>(Encoding.UTF8.GetBytes(line)) is not { } entry || entry.Before != before)
                return false;
            before = HashOf(line);
        }

        return true;
    }

    internal void Remember(AgentMemory memory) => DurableFile.Replace(Path.Combine(path, "memory.json"), Json(memory));

    /// <summary>Appends to the record; on the disk when it returns.</summary>
    internal void Audit(AuditLine line)
    {
        var text = JsonSerializer.Serialize(line with { Before = lastAuditHash }, DomainJson.Options);
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(Path.Combine(path, "audit.jsonl"), options);
        file.Write(Encoding.UTF8.GetBytes(text + "\n"));
        file.Flush(flushToDisk: true);
        lastAuditHash = HashOf(text);
    }

    public void Dispose()
    {
        outerKeys.ForEach(k => k.Dispose());
        Key.Dispose();
        claim?.Dispose();
    }

    private static string HashOf(string line) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)));

    private static byte[] Json<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, DomainJson.Options);

    private T? Read<T>(string name) where T : class
    {
        var file = Path.Combine(path, name);
        return File.Exists(file) ? JsonSerializer.Deserialize<T>(File.ReadAllBytes(file), DomainJson.Options) : null;
    }

    private Ed25519Key OpenSigningKey()
    {
        var seed = File.ReadAllBytes(Path.Combine(path, "signing.key"));
        try
        {
            return seed.Length == Ed25519.SeedBytes ? Ed25519Key.FromSeed(seed) : throw new InvalidDataException("signing.key is damaged.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    private IEnumerable<string> OuterKeyFiles() => Directory.EnumerateFiles(path, "outer-*.key")
        .OrderByDescending(f => int.Parse(Path.GetFileNameWithoutExtension(f).AsSpan("outer-".Length), NumberStyles.None, CultureInfo.InvariantCulture));
}

/// <summary>One line of an agent's record.</summary>
/// <param name="Outcome"><c>given</c>, <c>wrapped</c>, or the word of a refusal.</param>
/// <param name="Index">The receipt's place in the access log.</param>
/// <param name="Before">SHA-256 of the line before, hex; empty for the first.</param>
public sealed record AuditLine(
    DateTimeOffset At, string Operation, string Outcome, string? Subject = null, long? Index = null, string? Reason = null, string? Actor = null, string? Session = null,
    string Before = "");
