using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Cloison.Contracts;

/// <summary>The lists that certificates of acceptance have the hash of.</summary>
public static class AcceptanceLists
{
    /// <summary>A line a task: its id, a blank, its stratum. In the order of ids.</summary>
    public static string LotText(IEnumerable<(TaskId Task, string Stratum)> lot) =>
        string.Concat(lot.OrderBy(t => t.Task.Text, StringComparer.Ordinal).Select(t => $"{t.Task} {t.Stratum}\n"));

    /// <summary>A line a drawn task: its id, a blank, the digest of its result. In the order of ids.</summary>
    public static string SampleText(IEnumerable<(TaskId Task, string Digest)> sample) =>
        string.Concat(sample.OrderBy(t => t.Task.Text, StringComparer.Ordinal).Select(t => $"{t.Task} {t.Digest}\n"));

    /// <exception cref="FormatException">A line is not an id, a blank and a stratum.</exception>
    public static List<(TaskId Task, string Stratum)> ParseLot(string text) =>
    [
        .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ') is [var id, var stratum] && TaskId.TryParse(id, out var task)
            ? (task, stratum) : throw new FormatException("A list of tasks has an id, a blank and a stratum in each line.")),
    ];

    /// <summary>In hex.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <param name="Stratum">Empty: none.</param>
/// <param name="Changes">How often its result was another one than before when it was audited.</param>
public sealed record CertifiedTask(TaskId Task, string Stratum, DrawnTaskState State, int Changes);

public sealed record CertifiedError(TaskId Task, AuditError Error);

/// <summary>What the audit of a drawn sample says of a batch: the plan, the draw, and the whole report. Unlike the other certificates it has content: the batch's name, kinds, notes.</summary>
/// <param name="Batch">Null: the whole project.</param>
/// <param name="Name">The batch's, or the project's.</param>
/// <param name="Earlier">Acceptances of the same batch before it, withdrawn and refused ones among them.</param>
/// <param name="LotHash">Of <see cref="AcceptanceLists.LotText"/>: with that list and the seed anybody can draw the same sample.</param>
/// <param name="SampleHash">Of <see cref="AcceptanceLists.SampleText"/>.</param>
/// <param name="RejectableChance">The chance with which this plan passes a batch that is as bad as the rejectable rate.</param>
/// <param name="Repaired">Found wrong, then changed, and audited again.</param>
public sealed record AcceptanceCertificate(
    CertificateHead Head, ProjectId Project, BatchId? Batch, string Name, int Number, int Earlier, DateTimeOffset DrawnAt, NewAcceptance Demand, int Tasks, int SampleSize, int MostWrong,
    string Seed, string LotHash, string SampleHash, double RejectableChance, double? AcceptableChance, bool IsAccepted, int Audited, int Wrong, int Repaired,
    double Rate, double UpperRate, double WeightedRate, double UpperWeightedRate, IReadOnlyList<CertifiedTask> Sample, IReadOnlyList<KindErrors> Kinds, IReadOnlyList<CertifiedError> Errors) : Certificate
{
    internal const string Title = "cloison acceptance certificate v1";

    private static readonly string[] Meaning =
    [
        "upper-rate the share of wrong tasks in the batch is not above, with this confidence",
        "kinds each by itself, of audited tasks that hold it, the batch taken as endless",
        "changed audits that met another result than the one before",
        "auditors nobody who answered, reviewed or decided the task",
    ];

    private static readonly string[] States = ["waiting", "right", "wrong", "stale"];

    public override string ToText()
    {
        var text = new CertificateText();
        text.Line(Title);
        Head.Write(text);
        text.Line($"project {Project}");
        text.Line($"batch {Batch?.Text ?? "all"}");
        text.Line($"name {Quoted(Name)}");
        text.Line($"acceptance {CertificateText.Of(Number)}");
        text.Line($"earlier {CertificateText.Of(Earlier)}");
        text.Line($"drawn {CertificateText.Of(DrawnAt)}");
        text.Line($"rejectable-rate {Of(Demand.RejectableErrorRate)}");
        text.Line($"acceptable-rate {Of(Demand.AcceptableErrorRate)}");
        text.Line($"risks {Of(Demand.ConsumerRisk)} {Of(Demand.ProducerRisk)}");
        text.Line($"confidence {Of(Demand.Confidence)}");
        text.Line($"wrong-from {Of(Demand.WrongFrom)}");
        text.Line($"only-kinds {CertificateText.Of(Demand.Kinds?.Count ?? 0)}");
        foreach (var kind in Demand.Kinds ?? [])
            text.Line($"only {Quoted(kind)}");
        text.Line($"tasks {CertificateText.Of(Tasks)}");
        text.Line($"sample {CertificateText.Of(SampleSize)}");
        text.Line($"most-wrong {CertificateText.Of(MostWrong)}");
        text.Line($"chance-to-pass {Of(RejectableChance)} {Of(AcceptableChance)}");
        text.Line($"seed {Seed}");
        text.Line($"tasks-hash {LotHash}");
        text.Line($"sample-hash {SampleHash}");
        foreach (var task in Sample)
            text.Line($"drawn-task {task.Task} {(task.Stratum.Length == 0 ? "-" : task.Stratum)} {States[(int)task.State]} {CertificateText.Of(task.Changes)}");
        text.Line($"verdict {(IsAccepted ? "accepted" : "refused")}");
        text.Line($"audited {CertificateText.Of(Audited)}");
        text.Line($"wrong {CertificateText.Of(Wrong)}");
        text.Line($"repaired {CertificateText.Of(Repaired)}");
        text.Line($"rate {Of(Rate)} {Of(UpperRate)}");
        text.Line($"weighted-rate {Of(WeightedRate)} {Of(UpperWeightedRate)}");
        text.Line($"kinds {CertificateText.Of(Kinds.Count)}");
        foreach (var kind in Kinds)
            text.Line($"kind {CertificateText.Of(kind.Audited)} {CertificateText.Of(kind.Wrong)} {Of(kind.Rate)} {Of(kind.UpperRate)} {Of(kind.WeightedRate)} {Of(kind.UpperWeightedRate)} {Quoted(kind.Kind)}");
        text.Line($"errors {CertificateText.Of(Errors.Count)}");
        foreach (var (task, error) in Errors)
            text.Line($"error {task} {Of(error.Weight)} {JsonSerializer.Serialize<string?[]>([error.Kind, error.Note])}");
        foreach (var line in Meaning)
            text.Line(line);
        return text.ToString();
    }

    /// <inheritdoc cref="Certificate.Parse"/>
    public static new AcceptanceCertificate Parse(string text)
    {
        var lines = new CertificateReader(text, "acceptance certificate");
        lines.Expect(Title);
        var head = CertificateHead.Read(lines);
        var project = ProjectId.TryParse(Word("project"), out var ofProject) ? ofProject : throw lines.Wrong("project");
        var batchWord = Word("batch");
        BatchId? batch = batchWord == "all" ? null : BatchId.TryParse(batchWord, out var ofBatch) ? ofBatch : throw lines.Wrong("batch");
        var name = Text(lines.Rest("name"));
        var (number, earlier, drawnAt) = (Int("acceptance"), Int("earlier"), lines.Time(Word("drawn")));
        var (rejectable, acceptable, risks) = (Real(Word("rejectable-rate")), RealOrNone(Word("acceptable-rate")), lines.Words("risks", 2));
        var (confidence, wrongFrom) = (Real(Word("confidence")), Real(Word("wrong-from")));
        var only = Enumerable.Range(0, Int("only-kinds")).Select(_ => Text(lines.Rest("only"))).ToList();
        var demand = new NewAcceptance(rejectable, batch, acceptable, Real(risks[0]), Real(risks[1]), confidence, wrongFrom, only.Count == 0 ? null : only);
        var (tasks, size, most, chances) = (Int("tasks"), Int("sample"), Int("most-wrong"), lines.Words("chance-to-pass", 2));
        var (seed, lotHash, sampleHash) = (Word("seed"), Word("tasks-hash"), Word("sample-hash"));
        if (!ulong.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            throw lines.Wrong("seed");
        var sample = new List<CertifiedTask>();
        while (lines.NextIs("drawn-task"))
        {
            var words = lines.Words("drawn-task", 4);
            if (!TaskId.TryParse(words[0], out var task) || Array.IndexOf(States, words[2]) is not (>= 0 and var state))
                throw lines.Wrong("drawn-task");
            sample.Add(new(task, words[1] == "-" ? "" : words[1], (DrawnTaskState)state, checked((int)lines.Count(words[3]))));
        }

        var verdict = Word("verdict");
        var (audited, wrong, repaired, rates, weighted) = (Int("audited"), Int("wrong"), Int("repaired"), lines.Words("rate", 2), lines.Words("weighted-rate", 2));
        var kinds = new List<KindErrors>();
        for (var left = Int("kinds"); left > 0; left--)
        {
            if (lines.Rest("kind").Split(' ', 7) is not [var of, var bad, var rate, var upper, var mean, var upperMean, var kind])
                throw lines.Wrong("kind");
            kinds.Add(new(Text(kind), checked((int)lines.Count(of)), checked((int)lines.Count(bad)), Real(rate), Real(upper), Real(mean), Real(upperMean)));
        }

        var errors = new List<CertifiedError>();
        for (var left = Int("errors"); left > 0; left--)
        {
            if (lines.Rest("error").Split(' ', 3) is not [var id, var weight, var said] || !TaskId.TryParse(id, out var task) || Json<string?[]>(said) is not [{ } kind, var note])
                throw lines.Wrong("error");
            errors.Add(new(task, new(kind, Real(weight), note)));
        }

        foreach (var line in Meaning)
            lines.Expect(line);
        var read = new AcceptanceCertificate(
            head, project, batch, name, number, earlier, drawnAt, demand, tasks, size, most, seed, lotHash, sampleHash, Real(chances[0]), RealOrNone(chances[1]), verdict == "accepted",
            audited, wrong, repaired, Real(rates[0]), Real(rates[1]), Real(weighted[0]), Real(weighted[1]), sample, kinds, errors);
        return lines.Same(read.IsConsistent ? read : throw lines.Wrong("what follows from the drawn tasks"));

        string Word(string line) => lines.Words(line, 1)[0];
        int Int(string line) => checked((int)lines.Count(Word(line)));
        double Real(string word) => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? real : throw lines.Wrong("number");
        double? RealOrNone(string word) => word == "none" ? null : Real(word);
        string Text(string quoted) => Json<string>(quoted);

        T Json<T>(string quoted)
        {
            try
            {
                return JsonSerializer.Deserialize<T>(quoted) ?? throw lines.Wrong("text");
            }
            catch (JsonException)
            {
                throw lines.Wrong("text");
            }
        }
    }

    // A verdict that its own list does not bear out is none, whoever signed it.
    private bool IsConsistent =>
        Sample.Count == SampleSize && Sample.Count(t => t.State is DrawnTaskState.Right or DrawnTaskState.Wrong) == Audited && Sample.Count(t => t.State == DrawnTaskState.Wrong) == Wrong
        && IsSorted(Sample.Select(t => t.Task.Text)) && IsSorted(Kinds.Select(k => k.Kind)) && IsSorted(Demand.Kinds ?? []) && IsSorted(Errors.Select(e => $"{e.Task} {e.Error.Kind}"))
        && (IsAccepted ? Wrong <= MostWrong && Audited == SampleSize : Wrong > MostWrong);

    // One spelling for one meaning.
    private static bool IsSorted(IEnumerable<string> texts)
    {
        string? last = null;
        foreach (var text in texts)
        {
            if (last is not null && string.CompareOrdinal(last, text) >= 0)
                return false;
            last = text;
        }

        return true;
    }

    private static string Of(double? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "none";

    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
