using System.Security.Cryptography;
using System.Text;

namespace Cloison.Storage.Sealing;

/// <summary>
/// A root key from an environment variable, for hosts that hand secrets over that way. Weaker than a file: the variable stays readable
/// to the process's account for as long as the process lives.
/// </summary>
public sealed class EnvironmentKeyCustodian : IKeyCustodian, IDisposable
{
    private readonly LocalRootKey root;

    private EnvironmentKeyCustodian(LocalRootKey root) => this.root = root;

    /// <param name="variable">The variable's name. Its value is the line that a root key file holds.</param>
    /// <exception cref="KeyCustodyException">The variable is missing or holds no root key.</exception>
    public static EnvironmentKeyCustodian Open(string variable)
    {
        var value = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(value))
            throw new KeyCustodyException(CustodyFailure.Missing, $"The environment variable {variable} is not set.");
        var text = Encoding.ASCII.GetBytes(value);
        var key = RootKeyText.Read(text);
        CryptographicOperations.ZeroMemory(text);
        return key is null
            ? throw new KeyCustodyException(CustodyFailure.Corrupt, $"The environment variable {variable} holds no root key.")
            : new EnvironmentKeyCustodian(new LocalRootKey(key));
    }

    public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, CustodyContext context, CancellationToken ct) => new(root.Wrap(key.Span, context));

    public ValueTask UnwrapAsync(ReadOnlyMemory<byte> wrapped, CustodyContext context, Memory<byte> key, CancellationToken ct)
    {
        root.Unwrap(wrapped.Span, context, key.Span);
        return default;
    }

    public void Dispose() => root.Dispose();
}
