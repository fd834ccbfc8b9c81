using Cloison.Storage.Databases;

namespace Cloison.ServerTests.Databases;

/// <summary>A kind of database that contract tests run on: each call gives a new, empty one.</summary>
public abstract class DatabaseUnderTest
{
    /// <summary>SQL that makes a writer's connection lose acknowledged writes: the negative control of the durability check.</summary>
    internal abstract string WeakenSql { get; }

    /// <summary>A place for one database; opening it twice gives the same database.</summary>
    internal abstract Task<Func<Dialect>> NewPlaceAsync();

    public Task<Database> OpenControlAsync() => OpenAsync(MigrationSet.Control);

    internal async Task<Database> OpenAsync(MigrationSet migrations)
    {
        var place = await NewPlaceAsync();
        return await Database.OpenAsync(place(), migrations, TimeProvider.System, TestContext.Current.CancellationToken);
    }
}
