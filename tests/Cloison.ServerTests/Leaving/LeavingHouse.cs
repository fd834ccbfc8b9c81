using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cloison.Contracts;
using Cloison.Domain.Json;
using Cloison.Domain.People;
using Cloison.Server;
using Cloison.ServerTests.Databases;
using Cloison.ServerTests.Work;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cloison.ServerTests.Leaving;

/// <summary>The whole product on one kind of database, in a folder of its own, with as many customers as a test needs. It can be stopped and started again.</summary>
public abstract class LeavingHouse : IAsyncLifetime
{
    /// <summary>Stands in every text that a customer writes.</summary>
    public const string Canary = "canary5b0e17a94cd3";

    private string? postgres;
    private Installation? installation;
    private WebApplication? app;

    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("cloison-leaving-");

    public string? Postgres => postgres;

    public Installation Installation => installation!;

    public string Address => app!.Urls.First();

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        postgres = await PostgresAsync();
        await StartAsync();
    }

    public async Task StartAsync()
    {
        installation = await Installation.OpenAsync(new(Folder.FullName, postgres), TimeProvider.System, Ct);
        app = CloisonServer.Build(new(Folder.FullName, "http://127.0.0.1:0"), installation, TimeProvider.System);
        await app.StartAsync(Ct);
    }

    public async Task StopAsync()
    {
        if (app is not null)
        {
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
        }

        if (installation is not null)
            await installation.DisposeAsync();
        (app, installation) = (null, null);
    }

    internal T Service<T>() where T : notnull => app!.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    internal async Task<Tenant> NewTenantAsync()
    {
        var customer = await Visitors.NewCustomerAsync(Installation, Now);
        var (ada, adasSession) = await Visitors.SignInAsync(Installation, customer, Now, Role.Administrator);
        var (bob, bobsSession) = await Visitors.SignInAsync(Installation, customer, Now, Role.Administrator);
        return new(this, customer, ada, bob, adasSession, bobsSession);
    }

    protected abstract Task<string?> PostgresAsync();
}

public sealed class SqliteLeavingHouse : LeavingHouse
{
    protected override Task<string?> PostgresAsync() => Task.FromResult<string?>(null);
}

public sealed class PostgresLeavingHouse(PostgresCluster cluster) : LeavingHouse
{
    protected override async Task<string?> PostgresAsync() => await cluster.NewDatabaseAsync(Ct);
}

/// <summary>A customer with two administrators.</summary>
internal sealed record Tenant(LeavingHouse House, CustomerId Customer, PersonId Ada, PersonId Bob, string AdasSession, string BobsSession)
{
    public const string Name = "A customer";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public HttpClient AdasBrowser() => Visitors.Client(House.Address, AdasSession);

    public HttpClient BobsBrowser() => Visitors.Client(House.Address, BobsSession);

    public async Task<Compartment> CompartmentAsync() => (await House.Installation.FindAsync(Customer, Ct))!;

    /// <summary>An API key with all scopes.</summary>
    public async Task<string> KeyAsync()
    {
        using var ada = AdasBrowser();
        return (await PostAsync<CreatedApiKey>(ada, "/api/keys", new NewApiKey("tests", KeyEnvironment.Live, Enum.GetValues<KeyScope>()))).Secret;
    }

    public async Task<CustomerExportSummary> ExportAsync(string? recipient = null)
    {
        using var ada = AdasBrowser();
        var export = await PostAsync<CustomerExportSummary>(ada, "/api/leaving/exports", new NewCustomerExport(recipient));
        for (var i = 0; i < 4_500; i++)
        {
            var found = (await ada.GetFromJsonAsync<List<CustomerExportSummary>>("/api/leaving/exports", DomainJson.Options, Ct))!.Single(e => e.Id == export.Id);
            if (found.State != TransferState.Running)
                return found;
            await Task.Delay(20, Ct);
        }

        throw new TimeoutException("The export does not end.");
    }

    public async Task<byte[]> DownloadAsync(CustomerExportSummary export)
    {
        using var ada = AdasBrowser();
        return await ada.GetByteArrayAsync($"/api/leaving/exports/{export.Id}/content", Ct);
    }

    /// <summary>Ada asks, Bob approves.</summary>
    public async Task<DepartureSummary> LeaveAsync()
    {
        using var ada = AdasBrowser();
        using var bob = BobsBrowser();
        (await ada.PostAsJsonAsync("/api/leaving", new LeavingRequest(Name), DomainJson.Options, Ct)).EnsureSuccessStatusCode();
        return await PostAsync<DepartureSummary>(bob, "/api/leaving/approve", new LeavingRequest(Name));
    }

    public async Task<string> CertificateAsync(DepartureSummary departure)
    {
        using var anybody = new HttpClient { BaseAddress = new(House.Address) };
        for (var i = 0; i < 1_000; i++)
        {
            using var reply = await anybody.GetAsync(departure.CertificatePath, Ct);
            if (reply.IsSuccessStatusCode)
                return await reply.Content.ReadAsStringAsync(Ct);
            await Task.Delay(20, Ct);
        }

        throw new TimeoutException("There is no certificate.");
    }

    public static async Task<T> PostAsync<T>(HttpClient http, string address, object body)
    {
        using var content = new StringContent(JsonSerializer.Serialize(body, body.GetType(), DomainJson.Options), Encoding.UTF8, "application/json");
        using var reply = await http.PostAsync(address, content, Ct);
        var text = await reply.Content.ReadAsStringAsync(Ct);
        Assert.True(reply.IsSuccessStatusCode, $"{address}: {text}");
        return JsonSerializer.Deserialize<T>(text, DomainJson.Options)!;
    }
}
