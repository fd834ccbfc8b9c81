namespace Cloison.Contracts;

/// <param name="Recipient">An age public key, <c>age1…</c>: the file is then encrypted, and only who has the secret key can open it.</param>
public sealed record NewCustomerExport(string? Recipient = null);

/// <summary>Everything of the customer in one file: a tar archive, encrypted when a recipient was given.</summary>
/// <param name="Members">Files in it.</param>
public sealed record CustomerExportSummary(
    ExportId Id, TransferState State, string FileName, string? Recipient, long Bytes, long Members, string? Problem, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt);

/// <param name="CustomerName">The customer's name, typed again: whoever asks or approves says what is to be destroyed.</param>
public sealed record LeavingRequest(string CustomerName);

public enum DepartureState
{
    /// <summary>Nobody asks to leave.</summary>
    None,

    /// <summary>An administrator has asked; a second one has to approve. Nothing has happened yet.</summary>
    Asked,

    /// <summary>Approved, and not to be stopped any more.</summary>
    UnderWay,
}

/// <summary>Whether the customer leaves, and what both administrators should note before.</summary>
/// <param name="CodeName">What the certificate is found by.</param>
/// <param name="CertificatePath">Where the certificate will be, for everybody, without signing in.</param>
/// <param name="CertificateKey">What the certificate is verified with: <c>name+id+key</c>. Keep it apart from the host.</param>
/// <param name="BackupDays">For so many days after the destruction of the keys, backups may still hold what could be opened.</param>
/// <param name="Administrators">How many there are; leaving takes two.</param>
public sealed record DepartureSummary(
    DepartureState State, string CodeName, string CertificatePath, string CertificateKey, int BackupDays, long Administrators,
    PersonId? AskedBy = null, string? AskedByName = null, DateTimeOffset? AskedAt = null);
