using System.Threading.RateLimiting;
using Cloison.Domain;
using Cloison.Server.Platform.Http;

namespace Cloison.Server.Platform.Access;

/// <summary>
/// Nobody takes the server from the others: each person has a pace and a number of requests at once, counted apart for each customer, and each
/// customer has a number of requests at once. Partitions know nothing of one another, so no customer learns from a refusal how busy another is.
/// </summary>
internal sealed class RequestShares(RequestSharesOptions options) : IAsyncDisposable
{
    private static readonly Problem TooMany = new("request.too_many", 429, "Too many requests at once. Please slow down.");

    // Sessions only: programs import by the hundred thousand files, and are held by the number at once.
    private readonly PartitionedRateLimiter<Caller> pace = PartitionedRateLimiter.Create<Caller, (CustomerId, PersonId)>(caller =>
        caller.Key is not null
            ? RateLimitPartition.GetNoLimiter<(CustomerId, PersonId)>(default)
            : RateLimitPartition.GetTokenBucketLimiter((caller.Customer ?? default, caller.Person), _ => new()
            {
                TokenLimit = options.PersonBurst,
                TokensPerPeriod = options.PersonPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            }));

    private readonly PartitionedRateLimiter<Caller> ofPerson = PartitionedRateLimiter.Create<Caller, (CustomerId, string)>(caller =>
        RateLimitPartition.GetConcurrencyLimiter((caller.Customer ?? default, caller.Key?.Text ?? caller.Person.Text), _ => new()
        {
            PermitLimit = options.PersonAtOnce,
            QueueLimit = options.PersonAtOnce * 4,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }));

    private readonly PartitionedRateLimiter<Caller> ofCustomer = PartitionedRateLimiter.Create<Caller, CustomerId>(caller =>
        RateLimitPartition.GetConcurrencyLimiter(caller.Customer ?? default, _ => new()
        {
            PermitLimit = options.CustomerAtOnce,
            QueueLimit = options.CustomerAtOnce * 4,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }));

    /// <summary>After authentication: who nobody knows is held by <see cref="AddressLimit"/>.</summary>
    public async Task InvokeAsync(HttpContext context, Func<Task> next)
    {
        if (context.Features.Get<Caller>() is not { } caller)
        {
            await next();
            return;
        }

        using var paced = pace.AttemptAcquire(caller);
        using var person = paced.IsAcquired ? await ofPerson.AcquireAsync(caller, 1, context.RequestAborted) : null;
        using var customer = person is { IsAcquired: true } ? await ofCustomer.AcquireAsync(caller, 1, context.RequestAborted) : null;
        if (customer is { IsAcquired: true })
        {
            await next();
            return;
        }

        context.Response.Headers.RetryAfter = "1";
        await TooMany.ToHttp().ExecuteAsync(context);
    }

    public async ValueTask DisposeAsync()
    {
        await pace.DisposeAsync();
        await ofPerson.DisposeAsync();
        await ofCustomer.DisposeAsync();
    }
}

/// <summary>How large the shares are: far above what hands can do, far below what stops the others. Section <c>Cloison:Shares</c>.</summary>
/// <param name="PersonBurst">Requests that a person may have made in an instant.</param>
internal sealed record RequestSharesOptions(int PersonPerSecond = 1_000, int PersonBurst = 30_000, int PersonAtOnce = 64, int CustomerAtOnce = 256)
{
    public static RequestSharesOptions From(IConfiguration configuration)
    {
        var usual = new RequestSharesOptions();
        return new(
            Read(nameof(PersonPerSecond), usual.PersonPerSecond), Read(nameof(PersonBurst), usual.PersonBurst), Read(nameof(PersonAtOnce), usual.PersonAtOnce),
            Read(nameof(CustomerAtOnce), usual.CustomerAtOnce));

        int Read(string name, int otherwise) => Math.Max(1, configuration.GetValue("Cloison:Shares:" + name, otherwise));
    }
}
