using Cloison.Domain.People;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Compartments;

namespace Cloison.ServerTests.Work;

/// <summary>Customers, people and their sessions, put straight into the control database.</summary>
internal static class Visitors
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<CustomerId> NewCustomerAsync(Installation installation, DateTimeOffset now)
    {
        var id = CustomerId.New(now);
        var sealer = new ControlSealer(installation.ControlKeys.ForCompartment());
        await CustomerRows.MakeAsync(new(installation.Control), sealer, installation.CreateCompartmentAsync, id, "A customer", now, Ct);
        return id;
    }

    /// <returns>The person, and the token of a session of his.</returns>
    public static async Task<(PersonId Person, string Token)> SignInAsync(Installation installation, CustomerId customer, DateTimeOffset now, params Role[] roles)
    {
        var person = await NewPersonAsync(installation, now);
        await installation.Control.WriteAsync(db => PersonRows.Join(db, person, customer, RoleSet.Of(roles), now), Ct);
        return (person, await SignInAgainAsync(installation, customer, person, now));
    }

    /// <summary>Somebody with an account and no role anywhere.</summary>
    public static async Task<PersonId> NewPersonAsync(Installation installation, DateTimeOffset now)
    {
        var person = PersonId.New(now);
        await installation.Control.WriteAsync(
            db =>
            {
                PersonRows.Insert(db, person, "Somebody", $"{person}@example.org", "", isOperator: false, now);
                db.Execute("UPDATE persons SET password_hash = NULL WHERE id = @id", ("@id", person.Text));
            },
            Ct);
        return person;
    }

    public static async Task<string> SignInAgainAsync(Installation installation, CustomerId? customer, PersonId person, DateTimeOffset now)
    {
        var token = SecretToken.New();
        await installation.Control.WriteAsync(
            db => SessionRows.Open(db, new(SessionId.New(now), token, null, "A browser", "127.0.0.1", now, now + SessionLimits.Absolute), person, customer), Ct);
        return token.Text;
    }

    /// <summary>A browser with that session.</summary>
    public static HttpClient Client(string address, string? session)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new(address) };
        http.DefaultRequestHeaders.Add("X-Cloison", "1");
        if (session is not null)
            http.DefaultRequestHeaders.Add("Cookie", $"__Host-cloison={session}");
        return http;
    }
}
