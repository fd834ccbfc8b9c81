using System.Text.Json;
using Cloison.Domain;

namespace Cloison.Client;

/// <summary>Reads a refusal: RFC 9457 from our server, or whatever a proxy in between says.</summary>
internal static class ProblemReader
{
    public static async Task<Problem> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        if (response.Content.Headers.ContentType?.MediaType is not "application/problem+json")
            return Unknown(status, response.ReasonPhrase);
        try
        {
            var body = JsonSerializer.Deserialize<Body>(await response.Content.ReadAsByteArrayAsync(ct), ClientJson.Options);
            return body is null ? Unknown(status, response.ReasonPhrase) : new(body.Code ?? $"http.{status}", status, body.Title ?? $"Status {status}.", body.Detail, body.Errors);
        }
        catch (JsonException)
        {
            return Unknown(status, response.ReasonPhrase);
        }
    }

    private static Problem Unknown(int status, string? reason) => new($"http.{status}", status, $"The server answered {status}{(reason is { Length: > 0 } ? $" ({reason})" : "")}.");

    private sealed record Body(string? Title = null, string? Detail = null, string? Code = null, IReadOnlyList<InputError>? Errors = null);
}
