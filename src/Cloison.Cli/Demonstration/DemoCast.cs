using Cloison.Contracts;
using Cloison.Domain.People;

namespace Cloison.Cli.Demonstration;

/// <summary>The people of the demo, each signed in: two rival customers, made as people make them, by invitation.</summary>
internal sealed class DemoCast : IDisposable
{
    private readonly Dictionary<string, DemoBrowser> browsers = new(StringComparer.Ordinal);
    private readonly Uri address;

    private DemoCast(Uri address) => this.address = address;

    public List<DemoPerson> People { get; } = [];

    /// <summary>The first person with the role there.</summary>
    public DemoBrowser Browser(string customer, Role role) => browsers[People.First(p => p.Customer == customer && p.Roles.Contains(role)).Email];

    public IEnumerable<DemoBrowser> Browsers(string customer, Role role) =>
        People.Where(p => p.Customer == customer && p.Roles.Contains(role)).Select(p => browsers[p.Email]);

    /// <param name="setupToken">The one-time token of an installation without people.</param>
    public static async Task<DemoCast> MakeAsync(Uri address, string setupToken, CancellationToken ct)
    {
        var cast = new DemoCast(address);
        try
        {
            var first = DemoPerson.Administrator;
            var administrator = cast.Enter(first);
            await administrator.PostAsync<Me>("api/setup", new SetUp(setupToken, first.Name, first.Email, first.Password, first.Customer), ct);
            foreach (var person in DemoPerson.Others)
            {
                var link = person.Customer == first.Customer
                    ? (await administrator.PostAsync<NewInvitation>("api/invitations", new Invite(person.Email, person.Roles), ct)).Link
                    : (await administrator.PostAsync<CreatedCustomer>("api/customers", new NewCustomer(person.Customer), ct)).Invitation.Link;
                var token = link[(link.IndexOf('#', StringComparison.Ordinal) + 1)..];
                await cast.Enter(person).PostAsync<Me>("api/invitations/accept", new AcceptInvitation(token, person.Name, person.Email, person.Password), ct);
            }

            return cast;
        }
        catch
        {
            cast.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var browser in browsers.Values)
            browser.Dispose();
    }

    private DemoBrowser Enter(DemoPerson person)
    {
        People.Add(person);
        return browsers[person.Email] = new(address);
    }
}
