namespace Cloison.Server.Features.Certificates;

/// <param name="Hash">Of the note, in hex.</param>
/// <param name="Index">The place of its entry in the customer's log.</param>
internal sealed record SignedCertificate(string Note, DateTimeOffset At, string Hash, long Index);
