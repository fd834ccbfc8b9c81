using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cloison.ServerTests.Security;

/// <summary>Shares of the server: no person takes it from the others of his customer, and no customer from another.</summary>
public sealed class RequestShareTests
{
    private static readonly CustomerId Ours = CustomerId.New(DateTimeOffset.UnixEpoch);
    private static readonly CustomerId Theirs = CustomerId.New(DateTimeOffset.UnixEpoch.AddDays(1));
    private static readonly PersonId Ada = PersonId.New(DateTimeOffset.UnixEpoch);
    private static readonly PersonId Bob = PersonId.New(DateTimeOffset.UnixEpoch.AddDays(1));

    [Fact]
    public async Task A_person_who_asks_too_often_waits_and_nobody_else_does()
    {
        await using var shares = new RequestShares(new(PersonPerSecond: 1, PersonBurst: 3));
        for (var i = 0; i < 3; i++)
            Assert.Equal(200, await AskAsync(shares, Ada, Ours));
        Assert.Equal(429, await AskAsync(shares, Ada, Ours));
        Assert.Equal(200, await AskAsync(shares, Bob, Ours));
        // The same person for another customer has another share: neither tells of the other.
        Assert.Equal(200, await AskAsync(shares, Ada, Theirs));
    }

    [Fact]
    public async Task A_customer_with_everything_in_use_takes_nothing_from_another()
    {
        await using var shares = new RequestShares(new(PersonAtOnce: 100, CustomerAtOnce: 2));
        var release = new TaskCompletionSource();
        var held = Enumerable.Range(0, 2).Select(_ => AskAsync(shares, Ada, Ours, release.Task)).ToList();
        var queued = AskAsync(shares, Bob, Ours);
        Assert.False(queued.IsCompleted);
        Assert.Equal(200, await AskAsync(shares, Ada, Theirs));
        release.SetResult();
        Assert.All(await Task.WhenAll([.. held, queued]), status => Assert.Equal(200, status));
    }

    [Fact]
    public async Task A_person_with_everything_in_use_takes_nothing_from_his_colleagues_and_a_queue_has_an_end()
    {
        await using var shares = new RequestShares(new(PersonAtOnce: 1, CustomerAtOnce: 50));
        var release = new TaskCompletionSource();
        var first = AskAsync(shares, Ada, Ours, release.Task);
        var queued = Enumerable.Range(0, 4).Select(_ => AskAsync(shares, Ada, Ours)).ToList();
        Assert.Equal(429, await AskAsync(shares, Ada, Ours));
        Assert.Equal(200, await AskAsync(shares, Bob, Ours));
        release.SetResult();
        Assert.All(await Task.WhenAll([first, .. queued]), status => Assert.Equal(200, status));
    }

    private static async Task<int> AskAsync(RequestShares shares, PersonId person, CustomerId customer, Task? work = null)
    {
        await using var services = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Features.Set(new Caller(person, customer, default, IsOperator: false, SessionId.New(DateTimeOffset.UnixEpoch), Key: null, KeyEnvironment.Live, default));
        await shares.InvokeAsync(context, () => work ?? Task.CompletedTask);
        return context.Response.StatusCode;
    }
}
