namespace Cloison.Contracts;

/// <summary>Stored by number: new kinds go to the end.</summary>
public enum CertificateOf
{
    Screening,
    Ownership,

    /// <summary>Made by itself when somebody's cooling-off is over; not to be asked for.</summary>
    EndOfScreen,
}

/// <summary>Screening or ownership.</summary>
public sealed record NewCertificate(CertificateOf Kind);

/// <param name="Index">The place of its entry in your access log.</param>
/// <param name="Hash">SHA-256 of the note, in hex: what the entry holds.</param>
/// <param name="Note">The signed note, as it is to be kept.</param>
public sealed record CertificateSummary(CertificateId Id, CertificateOf Kind, DateTimeOffset At, long Index, string Hash, string Note);

/// <param name="Key">What they are verified with: <c>name+id+key</c>. Keep it apart from the host.</param>
public sealed record CertificateList(string Key, IReadOnlyList<CertificateSummary> Certificates);
