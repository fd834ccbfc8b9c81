using System.Security.Cryptography;
using Amazon;
using Amazon.KeyManagementService;
using Amazon.Runtime;
using Cloison.Storage.Sealing;

namespace Cloison.Storage.Custody;

/// <summary>
/// A symmetric key of the AWS Key Management Service. Compartment and key number go along as its encryption context: AWS binds the wrapped root to
/// them, shows them in the customer's CloudTrail, and lets the customer's key policy demand them.
/// </summary>
/// <remarks>
/// A key that AWS has disabled, or whose policy no longer lets the server in, withholds: when it is enabled again the root comes back by itself.
/// AWS's library leaves copies of what it received to the garbage collector; the other custodians leave none.
/// </remarks>
/// <param name="receipts">Each unwrapping is written into the access log first, so that both logs can be compared. Null: there is no log.</param>
/// <param name="endpoint">Null: AWS's own of the region.</param>
internal sealed class AwsKmsCustodian(CustomerId customer, CustodianSettings.AwsKms settings, IUnwrapReceipts? receipts, Uri? endpoint) : IKeyCustodian
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public async ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, CustodyContext context, CancellationToken ct)
    {
        var copy = key.ToArray();
        try
        {
            using var kms = Client();
            using var plain = new MemoryStream(copy);
            var reply = await AskAsync(() => kms.EncryptAsync(new() { KeyId = settings.KeyId, Plaintext = plain, EncryptionContext = Bound(context) }, ct));
            return reply.CiphertextBlob.ToArray();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }

    public async ValueTask UnwrapAsync(ReadOnlyMemory<byte> wrapped, CustodyContext context, Memory<byte> key, CancellationToken ct)
    {
        if (receipts is not null)
            await receipts.MakeAsync(customer, UnwrapIntent.Subject(context.Compartment, context.KeyNumber), context.Why, ct);
        using var kms = Client();
        using var sealedRoot = new MemoryStream(wrapped.ToArray());
        // The key is named: AWS would otherwise take any key that the text was wrapped with.
        var reply = await AskAsync(() => kms.DecryptAsync(new() { KeyId = settings.KeyId, CiphertextBlob = sealedRoot, EncryptionContext = Bound(context) }, ct));
        try
        {
            if (reply.Plaintext.Length != key.Length)
                throw new KeyCustodyException(CustodyFailure.NotOurs, "AWS KMS gave back something else than a root key.");
            reply.Plaintext.ReadExactly(key.Span);
        }
        finally
        {
            if (reply.Plaintext.TryGetBuffer(out var room))
                CryptographicOperations.ZeroMemory(room);
        }
    }

    private static Dictionary<string, string> Bound(CustodyContext context) =>
        new(StringComparer.Ordinal) { ["cloison:compartment"] = context.Compartment.Text, ["cloison:root"] = context.KeyNumber.ToString(System.Globalization.CultureInfo.InvariantCulture) };

    private AmazonKeyManagementServiceClient Client()
    {
        var config = new AmazonKeyManagementServiceConfig { Timeout = Limit, MaxErrorRetry = 1, AuthenticationRegion = settings.Region };
        if (endpoint is null)
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(settings.Region);
        else
            config.ServiceURL = endpoint.AbsoluteUri;
        return settings is { AccessKeyId: { } id, SecretAccessKey: { } secret } ? new(new BasicAWSCredentials(id, secret), config) : new(config);
    }

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        // By its word: which class it has depends on the operation.
        catch (AmazonServiceException e) when (e.ErrorCode is "DisabledException" or "KMSInvalidStateException" or "NotFoundException" or "InvalidKeyUsageException")
        {
            throw new KeyCustodyException(CustodyFailure.Refused, "AWS KMS: the key is disabled, to be deleted, or gone.", e);
        }
        catch (AmazonServiceException e) when (e.ErrorCode is "AccessDeniedException")
        {
            throw new KeyCustodyException(CustodyFailure.Refused, "AWS KMS: the key's policy does not let this server in.", e);
        }
        catch (AmazonServiceException e) when (e.ErrorCode is "InvalidCiphertextException" or "IncorrectKeyException")
        {
            throw new KeyCustodyException(CustodyFailure.NotOurs, "AWS KMS: the root was wrapped by another key or for another compartment.", e);
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or OperationCanceledException)
        {
            throw new KeyCustodyException(CustodyFailure.Unreachable, "AWS KMS does not answer as it should.", e);
        }
    }
}
