using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Cloison.Domain.Json;
using Cloison.Domain.People;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.ServerTests.Databases;
using Cloison.ServerTests.Work;
using Cloison.Storage.Compartments;

namespace Cloison.ServerTests.Walls.Properties;

/// <summary>P5 on the real program: two processes on one PostgreSQL, and one on SQLite. Two rivals invite the same person; he accepts everything at once, everywhere.</summary>
public sealed class P05RaceOfProcessesTests(PostgresCluster cluster) : IDisposable
{
    private const int Requests = 32;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cloison-race-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public Task Of_two_rivals_one_gets_him_from_one_process_on_SQLite() => RaceAsync(postgres: null, processes: 1, rounds: 40);

    [Fact]
    public async Task Of_two_rivals_one_gets_him_from_two_processes_on_one_PostgreSQL() => await RaceAsync(await cluster.NewDatabaseAsync(Ct), processes: 2, rounds: 12);

    private async Task RaceAsync(string? postgres, int processes, int rounds)
    {
        var folders = Enumerable.Range(0, processes).Select(n => folder.CreateSubdirectory($"node{n}").FullName).ToList();
        List<Round> seeded;
        await using (var installation = await Installation.OpenAsync(new(folders[0], postgres), TimeProvider.System, Ct))
            seeded = await SeedAsync(installation, rounds);
        foreach (var other in folders.Skip(1))
            File.Copy(Path.Combine(folders[0], "root.key"), Path.Combine(other, "root.key"));
        var servers = folders.ConvertAll(f => ServerProcess.Start(f, postgres));
        try
        {
            var addresses = await Task.WhenAll(servers.Select(s => s.ReadyAsync()));
            foreach (var (number, round) in seeded.Index())
            {
                var replies = await Task.WhenAll(round.Attempts.Select((attempt, n) => Task.Run(() => AcceptAsync(addresses[n / 2 % addresses.Length], attempt, IPAddress.Parse($"127.0.1.{number + 1}")), Ct)));
                var winner = Assert.Single(replies.Where(r => r.Session is not null).Select(r => r.Customer).Distinct());
                Assert.All(replies.Where(r => r.Customer != winner), r => Assert.Equal(403, r.Status));
                // Content comes from the winner, through every process; a session with the other there is none.
                foreach (var address in addresses)
                {
                    using var http = Visitors.Client(address, replies.First(r => r.Session is not null).Session);
                    using var response = await http.GetAsync("/api/projects", Ct);
                    Assert.Equal(200, (int)response.StatusCode);
                }
            }

            foreach (var server in servers)
                await server.KillAsync();
        }
        finally
        {
            servers.ForEach(s => s.Dispose());
        }

        await using var after = await Installation.OpenAsync(new(folders[0], postgres), TimeProvider.System, Ct);
        // What is written agrees: nobody has a role with both, nobody has seen both.
        foreach (var table in new[] { "memberships", "exposures" })
            Assert.Equal(rounds, await after.Control.ReadAsync(db => db.Scalar<long>($"SELECT COUNT(*) FROM {table}"), Ct));
    }

    private static async Task<List<Round>> SeedAsync(Installation installation, int rounds)
    {
        var now = TimeProvider.System.GetUtcNow();
        var rivals = new[] { await Visitors.NewCustomerAsync(installation, now), await Visitors.NewCustomerAsync(installation, now) };
        var seeded = new List<Round>();
        for (var n = 0; n < rounds; n++)
        {
            var person = await Visitors.NewPersonAsync(installation, now);
            var attempts = new List<Attempt>();
            await installation.Control.WriteAsync(
                db =>
                {
                    for (var i = 0; i < Requests; i++)
                    {
                        var (session, invitation) = (SecretToken.New(), SecretToken.New());
                        SessionRows.Open(db, new(SessionId.New(now), session, null, "A browser", "127.0.0.1", now, now + SessionLimits.Absolute), person, customer: null);
                        db.Execute(
                            """
                            INSERT INTO invitations (id, token_hash, customer, email, roles, created_by, created_at, expires_at)
                            VALUES (@id, @hash, @customer, NULL, @roles, @by, @now, @expires)
                            """,
                            ("@id", InvitationId.New(now).Text), ("@hash", invitation.Hash.ToBytes()), ("@customer", rivals[i % 2].Text), ("@roles", RoleSet.Of([Role.Lead]).Bits),
                            ("@by", person.Text), ("@now", now.ToUnixTimeMilliseconds()), ("@expires", now.AddHours(1).ToUnixTimeMilliseconds()));
                        attempts.Add(new(rivals[i % 2], session.Text, invitation.Text));
                    }
                },
                Ct);
            seeded.Add(new(attempts));
        }

        return seeded;
    }

    /// <param name="from">Each round comes from a network of its own: one alone may not try so often.</param>
    private static async Task<(CustomerId Customer, int Status, string? Session)> AcceptAsync(string address, Attempt attempt, IPAddress from)
    {
        using var handler = new SocketsHttpHandler
        {
            UseCookies = false,
            ConnectCallback = async (context, ct) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(from, 0));
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var http = new HttpClient(handler) { BaseAddress = new(address) };
        http.DefaultRequestHeaders.Add("X-Cloison", "1");
        http.DefaultRequestHeaders.Add("Cookie", $"__Host-cloison={attempt.Session}");
        using var response = await http.PostAsJsonAsync("/api/invitations/accept", new Contracts.AcceptInvitation(attempt.Invitation), DomainJson.Options, Ct);
        var cookie = response.IsSuccessStatusCode ? response.Headers.GetValues("Set-Cookie").Last().Split(';')[0].Split('=', 2)[1] : null;
        return (attempt.Customer, (int)response.StatusCode, cookie);
    }

    private sealed record Round(List<Attempt> Attempts);

    private sealed record Attempt(CustomerId Customer, string Session, string Invitation);
}
