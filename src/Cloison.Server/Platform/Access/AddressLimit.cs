using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Cloison.Domain;
using Cloison.Server.Platform.Http;

namespace Cloison.Server.Platform.Access;

/// <summary>
/// How often one network address may try what guesses at secrets. Generous enough for an office of annotators behind one address at nine in
/// the morning; the lock of each account (<c>SignInLock</c>) is what stops guessing.
/// </summary>
internal sealed class AddressLimit : IEndpointFilter, IAsyncDisposable
{
    private static readonly Problem TooMany = new("request.too_many", 429, "Too many attempts from your network. Please wait a minute.");

    private readonly PartitionedRateLimiter<HttpContext> limiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetTokenBucketLimiter(Network(context.Connection.RemoteIpAddress), _ => new()
        {
            TokenLimit = 100,
            TokensPerPeriod = 10,
            ReplenishmentPeriod = TimeSpan.FromSeconds(10),
            QueueLimit = 0,
        }));

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        using var permit = limiter.AttemptAcquire(context.HttpContext);
        if (permit.IsAcquired)
            return await next(context);
        context.HttpContext.Response.Headers.RetryAfter = "60";
        return TooMany.ToHttp();
    }

    public ValueTask DisposeAsync() => limiter.DisposeAsync();

    // One customer line has a whole /64 of IPv6: count it as one.
    internal static string Network(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes(), 0, 8) : address.ToString();
    }
}

internal static class AddressLimitExtensions
{
    /// <summary>All routes that are limited share one budget per address.</summary>
    public static RouteHandlerBuilder LimitPerAddress(this RouteHandlerBuilder builder) =>
        builder.AddEndpointFilter((context, next) => context.HttpContext.RequestServices.GetRequiredService<AddressLimit>().InvokeAsync(context, next));
}
