using Cloison.Storage.Databases;

namespace Cloison.ServerTests.Databases;

/// <summary>SQLite files in a folder that is removed at the end.</summary>
public sealed class SqliteUnderTest : DatabaseUnderTest, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cloison-sqlite-");
    private int count;

    internal override string WeakenSql => "PRAGMA synchronous=NORMAL";

    public void Dispose() => folder.Delete(recursive: true);

    internal override Task<Func<Dialect>> NewPlaceAsync()
    {
        var path = Path.Combine(folder.FullName, $"{Interlocked.Increment(ref count)}.db");
        return Task.FromResult<Func<Dialect>>(() => new SqliteDialect(path));
    }
}
