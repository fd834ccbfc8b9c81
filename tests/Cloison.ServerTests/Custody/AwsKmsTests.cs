using System.Text;
using System.Text.Json.Nodes;
using Cloison.ServerTests.People;
using Cloison.ServerTests.Storage.Sealing;
using Cloison.Storage.Custody;
using Cloison.Storage.Sealing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cloison.ServerTests.Custody;

/// <summary>AWS's own client against a server of this machine that speaks KMS's protocol, and keeps its promises about encryption contexts.</summary>
public sealed class AwsKmsTests : IAsyncLifetime
{
    private const string Arn = "arn:aws:kms:eu-west-3:111122223333:key/abcd";
    private static readonly byte[] Root = Samples.Bytes(32, "root");
    private static readonly CustodyContext Context = new(Samples.Compartment, 1, new("label"));
    private readonly Dictionary<string, (string Context, string Plain)> wrappedThere = new(StringComparer.Ordinal);
    private readonly List<JsonNode> requests = [];
    private WebApplication app = null!;
    private (int Status, string Type)? failure;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync(Ct);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task A_root_comes_back_bound_to_its_compartment_and_the_log_knows_first()
    {
        var logs = new TestLogs(new TestClock());
        var customer = CustomerId.New(Samples.Now);
        var kms = Custodian(logs, customer);
        var wrapped = await kms.WrapAsync(Root, Context, Ct);
        Assert.True(wrapped.AsSpan().IndexOf(Root) < 0);
        var key = new byte[32];
        await kms.UnwrapAsync(wrapped, Context, key, Ct);
        Assert.Equal(Root, key);
        Assert.Equal(1, logs.Of(customer).Count);
        Assert.All(requests, r => Assert.Equal((Arn, Samples.Compartment.Text, "1"), ((string)r["KeyId"]!, (string)r["EncryptionContext"]!["cloison:compartment"]!, (string)r["EncryptionContext"]!["cloison:root"]!)));
        // Another compartment's root, or another root of this one, is another context.
        foreach (var other in new CustodyContext[] { new(Samples.OtherCompartment, 1), new(Samples.Compartment, 2) })
            Assert.Equal(CustodyFailure.NotOurs, await FailureAsync(() => kms.UnwrapAsync(wrapped, other, key, Ct).AsTask()));
    }

    [Theory]
    [InlineData(400, "DisabledException", CustodyFailure.Refused)]
    [InlineData(400, "KMSInvalidStateException", CustodyFailure.Refused)]
    [InlineData(400, "NotFoundException", CustodyFailure.Refused)]
    [InlineData(400, "AccessDeniedException", CustodyFailure.Refused)]
    [InlineData(400, "IncorrectKeyException", CustodyFailure.NotOurs)]
    [InlineData(500, "KMSInternalException", CustodyFailure.Unreachable)]
    [InlineData(400, "ThrottlingException", CustodyFailure.Unreachable)]
    public async Task What_AWS_says_is_told_apart(int status, string type, CustodyFailure expected)
    {
        var kms = Custodian();
        var wrapped = await kms.WrapAsync(Root, Context, Ct);
        failure = (status, type);
        Assert.Equal(expected, await FailureAsync(() => kms.UnwrapAsync(wrapped, Context, new byte[32], Ct).AsTask()));
        Assert.Equal(expected, await FailureAsync(() => kms.WrapAsync(Root, Context, Ct).AsTask()));
        failure = null;
        await kms.UnwrapAsync(wrapped, Context, new byte[32], Ct);
    }

    [Fact]
    public async Task Nobody_there_is_unreachable()
    {
        var kms = Custodian();
        var wrapped = await kms.WrapAsync(Root, Context, Ct);
        await app.StopAsync(Ct);
        Assert.Equal(CustodyFailure.Unreachable, await FailureAsync(() => kms.UnwrapAsync(wrapped, Context, new byte[32], Ct).AsTask()));
    }

    private AwsKmsCustodian Custodian(IUnwrapReceipts? receipts = null, CustomerId customer = default) =>
        new(customer, new(Arn, "eu-west-3", "AKIDEXAMPLE", "secret"), receipts, new(app.Urls.First()));

    private static async Task<CustodyFailure> FailureAsync(Func<Task> act) => (await Assert.ThrowsAsync<KeyCustodyException>(act)).Reason;

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var request = JsonNode.Parse(await reader.ReadToEndAsync(Ct))!;
        lock (requests)
            requests.Add(request);
        var isSigned = context.Request.Headers.Authorization.ToString().StartsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/", StringComparison.Ordinal);
        if (failure is { } failing)
            await FailAsync(failing.Status, failing.Type);
        else if (!isSigned)
            await FailAsync(400, "IncompleteSignatureException");
        else if (context.Request.Headers["X-Amz-Target"] == "TrentService.Encrypt")
        {
            var name = Convert.ToBase64String(Encoding.UTF8.GetBytes($"wrapped {wrappedThere.Count}"));
            wrappedThere[name] = (request["EncryptionContext"]!.ToJsonString(), (string)request["Plaintext"]!);
            await WriteAsync(new JsonObject { ["CiphertextBlob"] = name, ["KeyId"] = Arn });
        }
        else if (wrappedThere.TryGetValue((string)request["CiphertextBlob"]!, out var wrapped) && wrapped.Context == request["EncryptionContext"]!.ToJsonString())
            await WriteAsync(new JsonObject { ["Plaintext"] = wrapped.Plain, ["KeyId"] = Arn });
        else
            await FailAsync(400, "InvalidCiphertextException");

        Task FailAsync(int status, string type)
        {
            context.Response.StatusCode = status;
            return WriteAsync(new JsonObject { ["__type"] = type, ["message"] = "no" });
        }

        Task WriteAsync(JsonObject body)
        {
            context.Response.ContentType = "application/x-amz-json-1.1";
            return context.Response.WriteAsync(body.ToJsonString(), Ct);
        }
    }
}
