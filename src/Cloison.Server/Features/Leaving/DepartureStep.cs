namespace Cloison.Server.Features.Leaving;

/// <summary>What has been done of a departure. The numbers are stored; each step may be done again, and is noted only when it is done.</summary>
internal enum DepartureStep
{
    /// <summary>One administrator wishes it. Nothing has happened.</summary>
    Asked = 0,

    /// <summary>A second one has agreed: there is no way back.</summary>
    Approved = 1,

    /// <summary>Nobody gets in any more: sessions, keys, invitations and roles have ended, jobs have stopped.</summary>
    Closed = 2,

    /// <summary>What there is has been counted, for the certificate.</summary>
    Counted = 3,

    /// <summary>The wrapped keys are overwritten: from here on nothing opens.</summary>
    KeysDestroyed = 4,

    DatabaseRemoved = 5,

    FilesRemoved = 6,

    /// <summary>The certificate is signed.</summary>
    Certified = 7,
}
