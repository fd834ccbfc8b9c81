using Cloison.Server.Features.Tasks;

namespace Cloison.ServerTests.Work;

/// <summary>What the task list's search finds.</summary>
public abstract class SearchContract(PlaceUnderTest place) : WorkContract(place)
{
    [Fact]
    public async Task A_part_of_the_name_or_of_a_text_finds_the_tasks_newest_first_page_by_page()
    {
        await Desk.WithProjectAsync();
        var tasks = await Desk.AddTasksAsync(25);
        var query = new TaskQuery(Desk.Project, null, null, null, null, Limit: 11);

        var (byName, _) = await TaskSearch.FindAsync(Desk.Compartment, query, "TASK-2", null, 100, Ct);
        var (byText, _) = await TaskSearch.FindAsync(Desk.Compartment, query, "this is task 7.", null, 100, Ct);
        var (none, end) = await TaskSearch.FindAsync(Desk.Compartment, query, "heron", null, 100, Ct);
        var (first, next) = await TaskSearch.FindAsync(Desk.Compartment, query, "task", null, 20, Ct);
        var (rest, last) = await TaskSearch.FindAsync(Desk.Compartment, query, "task", next, 20, Ct);

        Assert.NotEmpty(byName);
        Assert.Single(byText);
        Assert.Empty(none);
        Assert.Null(end);
        Assert.Equal(tasks.OrderDescending(), first.Concat(rest).Select(r => r.Id));
        Assert.Null(last);
    }
}

public sealed class SearchOnSqlite(SqlitePlace place) : SearchContract(place), IClassFixture<SqlitePlace>;

public sealed class SearchOnPostgres(PostgresPlace place) : SearchContract(place), IClassFixture<PostgresPlace>;
