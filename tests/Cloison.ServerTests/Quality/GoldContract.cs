using Cloison.Contracts;
using Cloison.Domain.Annotations;
using Cloison.Domain.People;
using Cloison.Server.Features.Quality;
using Cloison.ServerTests.Work;

namespace Cloison.ServerTests.Quality;

/// <summary>A project with tasks whose right answer is known.</summary>
public abstract class GoldContract(PlaceUnderTest place) : WorkContract(place)
{
    private protected static readonly AnnotationContent Good = new(Values: new Dictionary<string, FieldValue> { ["mood"] = new TextValue("good") });

    private protected async Task<List<TaskId>> GoldAsync(int count, GoldPurpose purpose = GoldPurpose.Hidden, string? explanation = null)
    {
        var tasks = await Desk.AddTasksAsync(count);
        foreach (var task in tasks)
            await MakeGoldAsync(task, new(purpose, explanation, Good));
        return tasks;
    }

    private protected async Task MakeGoldAsync(TaskId task, MakeGold request) => Reply.Done(
        await MakeTaskGold.HandleAsync(Desk.Project, task, request, Desk.Hire(Role.Engineer).Caller, Desk.Compartment, Desk.Ontologies, Desk.Reader, Desk.Clock, Ct));

    private protected async Task SetAsync(QualitySettings settings) => Reply.Of(await ChangeSettings.HandleAsync(Desk.Project, settings, Desk.Compartment, Ct));

    private protected async Task<ProjectQuality> QualityAsync() => Reply.Of(await ReadQuality.HandleAsync(Desk.Project, Desk.Compartment, Desk.Names, Desk.Clock, Ct));

    private protected async Task<PersonQuality> MineAsync(Worker worker) => Reply.Of(await ReadMyQuality.HandleAsync(Desk.Project, worker.Caller, Desk.Compartment, Desk.Names, Desk.Clock, Ct));

    private protected async Task SettleAsync(Worker worker, int number, SettleNotice request) =>
        Reply.Done(await SettleSkillNotice.HandleAsync(Desk.Project, worker.Person, number, request, Desk.Hire(Role.Lead).Caller, Desk.Compartment, Desk.Clock, Ct));

    private protected static async Task<ClaimedTask> SubmitAsync(Worker worker, string content = Worker.Good)
    {
        var claimed = await worker.ClaimAsync();
        await worker.SubmitAsync(claimed, content);
        return claimed;
    }
}
