using Cloison.Storage.Compartments;

namespace Cloison.Server.Features.Leaving.Packaging;

/// <summary>
/// One kind of what a customer takes away: people, keys, projects, the access log. Whoever keeps something for customers adds a part; the order of registration is
/// the order in the archive.
/// </summary>
internal interface IPackagePart
{
    /// <summary>What the README says of the files: a few lines of Markdown.</summary>
    string Readme { get; }

    Task WriteAsync(PackageWriter package, Compartment compartment, CancellationToken ct);
}
