using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Cloison.Server.Features.People;

/// <summary>Hashes and checks passwords: PBKDF2-HMAC-SHA512, 210,000 rounds (OWASP's figure for it; a memory-hard hash is not in the base library).</summary>
internal sealed class Passwords : IDisposable
{
    private const int Rounds = 210_000;

    private readonly PasswordHasher<Passwords> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));
    private readonly Lazy<string> decoy;

    // A hash takes a core for a tenth of a second: guessers may fill these, and the labelling beside goes on.
    private readonly SemaphoreSlim cores = new(Math.Max(1, Environment.ProcessorCount / 2));

    public Passwords() => decoy = new(() => hasher.HashPassword(this, Guid.NewGuid().ToString()));

    public async Task<string> HashAsync(string password, CancellationToken ct)
    {
        await cores.WaitAsync(ct);
        try
        {
            return await Task.Run(() => hasher.HashPassword(this, password), ct);
        }
        finally
        {
            cores.Release();
        }
    }

    /// <summary>Takes as long when there is no hash to compare with: an unknown e-mail cannot be told by the clock.</summary>
    public async Task<PasswordVerificationResult> CheckAsync(string? hash, string password, CancellationToken ct)
    {
        var text = password.Length <= PasswordRules.MaxLength ? password : "";
        await cores.WaitAsync(ct);
        try
        {
            var result = await Task.Run(() => hasher.VerifyHashedPassword(this, hash ?? decoy.Value, text), ct);
            return hash is null ? PasswordVerificationResult.Failed : result;
        }
        finally
        {
            cores.Release();
        }
    }

    public void Dispose() => cores.Dispose();
}
