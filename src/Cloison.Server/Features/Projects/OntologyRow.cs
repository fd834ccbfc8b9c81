using System.Data.Common;
using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.Ontologies;
using Cloison.Server.Platform;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Projects;

/// <summary>A row of table ontologies, still sealed.</summary>
internal sealed record OntologyRow(int Version, byte[] Content, PersonId? CreatedBy, DateTimeOffset CreatedAt)
{
    public const string Columns = "version, content, created_by, created_at";

    public static OntologyRow Map(DbDataReader row) => new(row.Int(0), row.Bytes(1), row.IdOrNull<PersonKind>(2), row.Time(3));

    public OntologyVersion Open(Compartment compartment, ProjectId project) =>
        new(Version, compartment.Sealer(project).OpenJson<Ontology>(Seals.Ontology(project, Version), Content), CreatedBy, CreatedAt);
}
