namespace Cloison.Server.Platform;

/// <summary>What a customer is called where his name must not be read: in the origin of his log, which witnesses see.</summary>
internal static class CodeNames
{
    /// <summary>Never changes, is never given again, and says nothing about who it is.</summary>
    public static Task<string> OfAsync(CustomerId customer, CancellationToken ct) => Task.FromResult(customer.Text);
}
