using System.Data.Common;
using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.Ontologies;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Projects;

/// <summary>A row of table projects, sealed columns still sealed.</summary>
internal sealed record ProjectRow(
    ProjectId Id, ProjectState State, byte[] Name, byte[] Instructions, Editor Editor, int Overlap, int ReviewLevels, int LeaseSeconds, int OntologyVersion, DateTimeOffset CreatedAt, bool Watermark)
{
    public const string Columns = "id, state, name, instructions, editor, overlap, review_levels, lease_seconds, ontology_version, created_at, watermark";

    public static ProjectRow Map(DbDataReader row) => new(
        row.Id<ProjectKind>(0), row.Enum<ProjectState>(1), row.Bytes(2), row.Bytes(3), row.Enum<Editor>(4), row.Int(5), row.Int(6), row.Int(7), row.Int(8), row.Time(9),
        row.Flag(10));

    public static ProjectRow? Read(Session db, ProjectId project) =>
        db.First($"SELECT {Columns} FROM projects WHERE id = @project", Map, ("@project", project.Text));
}

/// <summary>SQL about projects that more than one use case needs.</summary>
internal static class ProjectStore
{
    public static void Insert(Session db, Compartment compartment, ProjectId id, NewProject project, PersonId by, DateTimeOffset now)
    {
        var sealer = compartment.Sealer(id);
        db.Execute(
            """
            INSERT INTO projects (id, state, name, instructions, editor, overlap, review_levels, lease_seconds, ontology_version, created_by, created_at)
            VALUES (@id, 0, @name, @instructions, @editor, @overlap, @levels, @lease, 1, @by, @now)
            """,
            ("@id", id.Text), ("@name", sealer.SealText(Seals.ProjectName(id), project.Name.Trim())),
            ("@instructions", sealer.SealText(Seals.Instructions(id), project.Instructions)), ("@editor", (long)project.Ontology.Editor),
            ("@overlap", (long)project.Overlap), ("@levels", (long)project.ReviewLevels), ("@lease", (long)project.LeaseSeconds), ("@by", by.Text),
            ("@now", now.ToUnixTimeMilliseconds()));
        InsertOntology(db, compartment, id, 1, project.Ontology, by, now);
    }

    public static void InsertOntology(Session db, Compartment compartment, ProjectId project, int version, Ontology ontology, PersonId by, DateTimeOffset now) => db.Execute(
        "INSERT INTO ontologies (project, version, content, created_by, created_at) VALUES (@project, @version, @content, @by, @now)",
        ("@project", project.Text), ("@version", (long)version),
        ("@content", compartment.Sealer(project).SealJson(Seals.Ontology(project, version), ontology)), ("@by", by.Text), ("@now", now.ToUnixTimeMilliseconds()));

    public static async Task<ProjectDetail?> ReadAsync(Compartment compartment, ProjectId project, Ontologies ontologies, CancellationToken ct)
    {
        var (row, counts) = await compartment.Database.ReadAsync(db => (ProjectRow.Read(db, project), TaskCounting.Read(db, project)), ct);
        if (row is null)
            return null;
        var sealer = compartment.Sealer(project);
        return new(
            project, sealer.OpenText(Seals.ProjectName(project), row.Name), row.State, (await ontologies.FindAsync(compartment, project, row.OntologyVersion, ct))!,
            row.OntologyVersion, sealer.OpenText(Seals.Instructions(project), row.Instructions), row.Overlap, row.ReviewLevels, row.LeaseSeconds, counts, row.CreatedAt, row.Watermark);
    }
}
