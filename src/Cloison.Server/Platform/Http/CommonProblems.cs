using Cloison.Domain;

namespace Cloison.Server.Platform.Http;

/// <summary>Failures that every feature shares.</summary>
internal static class CommonProblems
{
    /// <summary>The same for an id that does not exist, one of another project and one of another customer: a refusal tells nothing.</summary>
    public static readonly Problem NotFound = new("not_found", 404, "There is nothing here under this address.");

    public static readonly Problem NotSignedIn = new("session.required", 401, "Please sign in.");
    public static readonly Problem NotAllowed = new("not_allowed", 403, "Your role does not allow this.");
    public static readonly Problem NoCustomer = new("customer.none", 403, "You belong to no customer yet: ask an administrator for an invitation.");
    public static readonly Problem WrongOrigin = new("request.wrong_origin", 403, "This request did not come from the product's own pages.");
    public static readonly Problem Unavailable = new("storage.unavailable", 503, "The storage cannot take this now; nothing was stored. Please try again.");
    public static readonly Problem Unexpected = new("unexpected", 500, "Something went wrong on our side.");

    public static readonly Problem NotJson = new("input.media_type", 415, "JSON is expected: set Content-Type to application/json.");

    public static Problem Invalid(string path, string reason) => Invalid([new(path, reason)]);

    public static Problem Invalid(IReadOnlyList<InputError> errors) => new("input.invalid", 400, "The input is not right.", $"{errors[0].Path}: {errors[0].Reason}", errors);

    public static Problem Conflict(string code, string title, string? detail = null) => new(code, 409, title, detail);

    public static Problem TooLarge(long maxBytes) => new("input.too_large", 413, "This is too large.", $"At most {maxBytes:N0} bytes.");
}
