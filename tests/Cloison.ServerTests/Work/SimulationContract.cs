using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Domain.Tasks;

namespace Cloison.ServerTests.Work;

/// <summary>
/// Random lives of a small project, each told by its seed, beside an oracle of a few dictionaries that knows nothing of queues and cursors.
/// A seed that fails is printed: it fails again.
/// </summary>
public abstract class SimulationContract(PlaceUnderTest place) : WorkContract(place)
{
    [Fact]
    public async Task Every_claim_submit_skip_and_verdict_does_what_a_simple_model_says()
    {
        for (var seed = 1; seed <= Place.Seeds; seed++)
            try
            {
                await new Life(Desk, seed).RunAsync(steps: 60);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new InvalidOperationException($"Seed {seed}: {e.Message}", e);
            }
    }

    [Fact]
    public async Task The_model_notices_a_task_that_the_queue_has_lost()
    {
        // The negative control: a cursor that has run ahead.
        var life = new Life(Desk, 1);
        await life.RunAsync(steps: 0);
        var worker = Desk.Hire();
        await Desk.Compartment.Database.WriteAsync(
            db => db.Execute(
                "INSERT INTO queue_cursors (project, person, rank, pos) SELECT @project, @person, rank, MAX(pos) FROM tasks GROUP BY rank",
                ("@project", Desk.Project.Text), ("@person", worker.Person.Text)),
            Ct);

        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => life.ClaimAsync(worker));
    }

    private sealed class Life(Desk desk, int seed)
    {
        private readonly Dice dice = new((ulong)seed * 7919);
        private readonly Dictionary<TaskId, Model> tasks = [];
        private readonly Dictionary<LeaseId, Held> held = [];
        private readonly List<(Worker Worker, SubmitAnnotation Answer, Receipt Receipt)> sent = [];
        private readonly List<(Worker Worker, SubmitReview Review, ReviewReceipt Receipt)> judged = [];

        /// <summary>Whose answer has been accepted, or fixed by a reviewer.</summary>
        private readonly HashSet<(TaskId, PersonId)> answeredBy = [];

        private List<Worker> workers = [];
        private int levels;
        private bool overlapWasLowered;

        /// <summary>What the oracle knows of a task.</summary>
        private sealed class Model
        {
            public required int Overlap { get; set; }

            public int Priority { get; set; }

            public bool CameBack { get; set; }

            public bool Cancelled { get; set; }

            /// <summary>Holding it for a first answer.</summary>
            public HashSet<PersonId> Holders { get; } = [];

            /// <summary>Answered or skipped: never given to them again.</summary>
            public HashSet<PersonId> Through { get; } = [];

            public int Accepted { get; set; }

            /// <summary>In review, by annotation: the level it waits for, who made it, whose it was before a fix, who has judged it.</summary>
            public Dictionary<AnnotationId, (int Level, PersonId Author, PersonId? Original, HashSet<PersonId> Passed)> InReview { get; } = [];

            /// <summary>Rejected, kept for their authors until a time.</summary>
            public Dictionary<AnnotationId, (PersonId Author, DateTimeOffset Until)> Reworks { get; } = [];

            public int Free => Overlap - Accepted - InReview.Count - Reworks.Count - Holders.Count;

            public bool IsOpen => !Cancelled && Accepted + InReview.Count + Reworks.Count < Overlap && Free > 0;

            public int Rank => Priority * 2 + (CameBack ? 1 : 0);
        }

        private sealed record Held(Worker Worker, ClaimedTask Task, DateTimeOffset Until);

        public async Task RunAsync(int steps)
        {
            levels = dice.Next(3);
            var overlap = 1 + dice.Next(3);
            await desk.WithProjectAsync(overlap, levels, leaseSeconds: 60);
            workers = [.. Enumerable.Range(0, 4).Select(i => i < 2 ? desk.Hire() : desk.Hire(Role.Reviewer))];
            foreach (var priority in new[] { 0, 0, 7 })
                foreach (var id in await desk.AddTasksAsync(2, priority))
                    tasks[id] = new() { Overlap = overlap, Priority = priority };
            for (var step = 0; step < steps; step++)
            {
                await StepAsync();
                await desk.AuditAsync(overlapWasLowered);
            }
        }

        private Task StepAsync() => dice.Next(20) switch
        {
            < 6 => ClaimAsync(dice.Of(workers)),
            < 10 => SubmitAsync(),
            10 => ResendAsync(),
            11 => SkipAsync(),
            12 => ReleaseAsync(),
            13 => PassAsync(TimeSpan.FromSeconds(1 + dice.Next(90))),
            < 17 => ReviewAsync(),
            17 => CancelOrReopenAsync(),
            18 => dice.Next(3) == 0 ? PassAsync(TimeSpan.FromHours(73)) : PrioritiseAsync(),
            _ => dice.Next(3) == 0 ? ChangeOverlapAsync() : Task.CompletedTask,
        };

        public async Task ClaimAsync(Worker worker)
        {
            var mine = held.Values.Where(h => h.Worker == worker && h.Until > desk.Now).ToList();
            if (mine.Count >= Server.Features.Work.ClaimTask.MaxHeld)
            {
                Assert.Equal("task.too_many_held", await Reply.RefusalAsync(() => worker.ClaimAsync(mine.Select(h => h.Task.Lease.Id))));
                return;
            }

            var claimed = await worker.TryClaimAsync(mine.Select(h => h.Task.Lease.Id));
            var reworks = tasks.Where(t => !t.Value.Cancelled)
                .SelectMany(t => t.Value.Reworks.Where(r => r.Value.Author == worker.Person && mine.TrueForAll(h => h.Task.Task != t.Key)).Select(_ => t.Key)).ToList();
            if (reworks.Count > 0)
            {
                Assert.Equal(LeasePurpose.Rework, claimed?.Lease.Kind);
                Assert.Contains(claimed!.Task, reworks);
            }
            else
            {
                var may = tasks.Where(t => t.Value.IsOpen && !t.Value.Through.Contains(worker.Person) && !t.Value.Holders.Contains(worker.Person)).ToList();
                if (may.Count == 0)
                {
                    Assert.Null(claimed);
                    return;
                }

                Assert.NotNull(claimed);
                var best = may.Max(t => t.Value.Rank);
                Assert.Contains(claimed.Task, may.Where(t => t.Value.Rank == best).Select(t => t.Key));
                tasks[claimed.Task].Holders.Add(worker.Person);
            }

            held[claimed.Lease.Id] = new(worker, claimed, claimed.Lease.ExpiresAt);
        }

        private async Task SubmitAsync()
        {
            if (held.Count == 0)
                return;
            var (lease, (worker, claimed, _)) = dice.Of(held.OrderBy(h => h.Key).ToList());
            held.Remove(lease);
            var model = tasks[claimed.Task];
            // Both the sweeper's and the clock's view are the same here: the life sweeps after each step in time.
            var answer = worker.Answer(claimed, dice.Next(2) == 0 ? Worker.Good : Worker.Bad);
            var receipt = await worker.SendAsync(answer);
            sent.Add((worker, answer, receipt));
            var counted = levels == 0 ? AnnotationState.Accepted : AnnotationState.InReview;
            AnnotationState expected;
            if (model.Cancelled)
                expected = AnnotationState.Surplus;
            else if (claimed.Rejected is { } rejected && model.Reworks.Remove(rejected.Id))
            {
                expected = counted;
                foreach (var (other, _) in held.Where(h => h.Value.Worker == worker && h.Value.Task.Rejected?.Id == rejected.Id).ToList())
                    held[other] = held[other] with { Until = DateTimeOffset.MinValue };
            }
            else if (claimed.Rejected is null && model.Holders.Remove(worker.Person))
            {
                expected = counted;
                foreach (var (other, _) in held.Where(h => h.Value.Worker == worker && h.Value.Task.Task == claimed.Task && h.Value.Task.Rejected is null).ToList())
                    held[other] = held[other] with { Until = DateTimeOffset.MinValue };
            }
            else
            {
                var counts = model.InReview.Values.Any(a => a.Author == worker.Person) || model.Reworks.Values.Any(r => r.Author == worker.Person)
                    || answeredBy.Contains((claimed.Task, worker.Person));
                expected = model.Free > 0 && !counts ? counted : AnnotationState.Surplus;
            }

            Assert.Equal(expected, receipt.State);
            model.Through.Add(worker.Person);
            if (expected == AnnotationState.Accepted)
            {
                model.Accepted++;
                answeredBy.Add((claimed.Task, worker.Person));
            }
            else if (expected == AnnotationState.InReview)
                model.InReview[receipt.Annotation] = (1, worker.Person, null, []);
        }

        private async Task ResendAsync()
        {
            if (sent.Count > 0)
            {
                var (worker, answer, receipt) = dice.Of(sent);
                Assert.Equal(receipt with { State = default }, await worker.SendAsync(answer) with { State = default });
            }

            if (judged.Count > 0)
            {
                var (worker, review, receipt) = dice.Of(judged);
                Assert.Equal(receipt, await worker.SendAsync(review));
            }
        }

        private async Task SkipAsync()
        {
            if (Active() is not { } h)
                return;
            await h.Worker.SkipAsync(h.Task.Lease);
            held.Remove(h.Task.Lease.Id);
            var model = tasks[h.Task.Task];
            if (h.Task.Rejected is { } rejected)
            {
                if (model.Reworks.Remove(rejected.Id))
                    model.CameBack = true;
                return;
            }

            model.Holders.Remove(h.Worker.Person);
            model.Through.Add(h.Worker.Person);
            model.CameBack = true;
        }

        private async Task ReleaseAsync()
        {
            if (Active() is not { } h)
                return;
            await h.Worker.ReleaseAsync(h.Task.Lease);
            held.Remove(h.Task.Lease.Id);
            if (h.Task.Rejected is null)
            {
                tasks[h.Task.Task].Holders.Remove(h.Worker.Person);
                tasks[h.Task.Task].CameBack = true;
            }
        }

        private async Task PassAsync(TimeSpan time)
        {
            await desk.PassAsync(time);
            // Leases first, then the reworks that nobody has in front of him.
            foreach (var (id, h) in held.Where(h => h.Value.Until <= desk.Now && h.Value.Until > DateTimeOffset.MinValue).ToList())
            {
                held[id] = h with { Until = DateTimeOffset.MinValue };
                if (h.Task.Rejected is null && tasks[h.Task.Task].Holders.Remove(h.Worker.Person))
                    tasks[h.Task.Task].CameBack = true;
            }

            foreach (var model in tasks.Values)
                foreach (var (annotation, rework) in model.Reworks.Where(r => r.Value.Until <= desk.Now).ToList())
                {
                    model.Reworks.Remove(annotation);
                    model.CameBack = true;
                }
        }

        private async Task ReviewAsync()
        {
            var reviewer = workers[2 + dice.Next(2)];
            var review = await reviewer.TryClaimReviewAsync();
            var waiting = tasks.Values.Where(t => !t.Cancelled).SelectMany(t => t.InReview)
                .Where(a => a.Value.Author != reviewer.Person && a.Value.Original != reviewer.Person && !a.Value.Passed.Contains(reviewer.Person)).ToList();
            if (waiting.Count == 0)
            {
                Assert.Null(review);
                return;
            }

            Assert.NotNull(review);
            Assert.Contains(review.Annotation.Id, waiting.Where(w => w.Value.Level == waiting.Max(x => x.Value.Level)).Select(w => w.Key));
            var model = tasks[review.Task];
            var (level, author, original, passed) = model.InReview[review.Annotation.Id];
            Assert.Equal(level, review.Level);
            var verdict = reviewer.Verdict(review, (Verdict)dice.Next(3)) is { Verdict: Verdict.Fix } v ? v with { Fix = System.Text.Json.JsonElement.Parse(Worker.Bad) } : reviewer.Verdict(review, (Verdict)dice.Next(2));
            if (verdict.Verdict == Verdict.Fix)
                answeredBy.Add((review.Task, author));
            judged.Add((reviewer, verdict, await reviewer.SendAsync(verdict)));
            switch (verdict.Verdict)
            {
                case Verdict.Accept when level < levels:
                    passed.Add(reviewer.Person);
                    model.InReview[review.Annotation.Id] = (level + 1, author, original, passed);
                    break;
                case Verdict.Reject:
                    model.InReview.Remove(review.Annotation.Id);
                    model.Reworks[review.Annotation.Id] = (author, desk.Now.AddHours(72));
                    break;
                case Verdict.Fix when level < levels:
                    model.InReview.Remove(review.Annotation.Id);
                    model.InReview[AnnotationId.Parse("ann" + verdict.Id.Text[3..])] = (level + 1, reviewer.Person, author, []);
                    break;
                default:
                    model.InReview.Remove(review.Annotation.Id);
                    model.Accepted++;
                    answeredBy.Add((review.Task, verdict.Verdict == Verdict.Fix ? reviewer.Person : author));
                    break;
            }
        }

        private async Task CancelOrReopenAsync()
        {
            var (id, model) = dice.Of(tasks.OrderBy(t => t.Key).ToList());
            model.Cancelled = !model.Cancelled;
            await desk.SteerAsync(id, cancelled: model.Cancelled);
            if (!model.Cancelled)
                return;
            if (model.Holders.Count > 0)
                model.CameBack = true;
            model.Holders.Clear();
            foreach (var (lease, h) in held.Where(h => h.Value.Task.Task == id).ToList())
                held[lease] = h with { Until = DateTimeOffset.MinValue };
        }

        private async Task PrioritiseAsync()
        {
            var (id, model) = dice.Of(tasks.OrderBy(t => t.Key).ToList());
            (model.Priority, model.CameBack) = (dice.Next(10), false);
            await desk.SteerAsync(id, priority: model.Priority);
        }

        private async Task ChangeOverlapAsync()
        {
            var overlap = 1 + dice.Next(4);
            overlapWasLowered |= tasks.Values.Any(t => overlap < t.Overlap);
            await desk.ChangeAsync(new(Overlap: overlap));
            foreach (var model in tasks.Values)
                model.Overlap = overlap;
        }

        private Held? Active() => held.Values.Where(h => h.Until > desk.Now).OrderBy(h => h.Task.Lease.Id).ToList() is { Count: > 0 } active ? dice.Of(active) : null;
    }
}

public sealed class SimulationOnSqlite(SqlitePlace place) : SimulationContract(place), IClassFixture<SqlitePlace>;

public sealed class SimulationOnPostgres(PostgresPlace place) : SimulationContract(place), IClassFixture<PostgresPlace>;
