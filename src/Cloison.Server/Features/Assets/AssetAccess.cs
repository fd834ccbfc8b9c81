using Cloison.Domain.People;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Assets;

/// <summary>
/// Who may see an asset: leads, engineers and the customer's programs all of the project's; annotators and reviewers what belongs to a task
/// that they were given, and what the instructions show; reviewers also what is drawn for an audit.
/// </summary>
internal static class AssetAccess
{
    public static StoredAsset? Find(Session db, ProjectId project, AssetId asset, Caller caller) =>
        StoredAsset.Read(db, project, asset) is { } found && (SeesAll(caller) || IsForWork(db, asset, caller.Person) || (caller.Roles.HasAny(Role.Reviewer) && IsDrawn(db, project, asset))) ? found : null;

    // A key that got past Policies.Member has the scope to read, and no roles; neither has who came through broken glass, into this project.
    private static bool SeesAll(Caller caller) => caller.Key is not null || caller.Glass is not null || caller.Roles.HasAny(Role.Lead, Role.Engineer, Role.Administrator);

    private static bool IsForWork(Session db, AssetId asset, PersonId person) => db.Scalar<long>(
        """
        SELECT CASE WHEN EXISTS (SELECT 1 FROM assets WHERE id = @asset AND is_instruction = 1)
          OR EXISTS (SELECT 1 FROM task_assets t JOIN leases l ON l.task = t.task WHERE t.asset = @asset AND l.person = @person) THEN 1 ELSE 0 END
        """,
        ("@asset", asset.Text), ("@person", person.Text)) == 1;

    private static bool IsDrawn(Session db, ProjectId project, AssetId asset) => db.Scalar<long>(
        """
        SELECT CASE WHEN EXISTS (
          SELECT 1 FROM task_assets t JOIN acceptance_items i ON i.task = t.task JOIN acceptances a ON a.project = i.project AND a.n = i.acceptance
          WHERE t.asset = @asset AND i.project = @project AND a.state = 0) THEN 1 ELSE 0 END
        """,
        ("@asset", asset.Text), ("@project", project.Text)) == 1;
}
