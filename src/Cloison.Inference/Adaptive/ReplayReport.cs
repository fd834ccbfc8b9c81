using System.Globalization;
using System.Text;

namespace Cloison.Inference.Adaptive;

/// <summary>What playing past answers again showed. Goes to JSON as it is; <see cref="ToText"/> is for a terminal.</summary>
/// <param name="RecordedAnswers">Answers a task that there are.</param>
/// <param name="GoldTasks">Tasks whose truth is known; 0: every accuracy is what the model expects, which is too high as a rule.</param>
/// <param name="BestAccuracy">With all answers: the better of the majority and the model.</param>
/// <param name="Target">One point less: what the numbers of answers below are for.</param>
/// <param name="FixedAnswers">Answers a task with fixed redundancy, the better of majority and model; null: not reached. Likewise the others.</param>
public sealed record ReplayReport(
    int Tasks, double RecordedAnswers, int GoldTasks, double BestAccuracy, double Target,
    double? FixedAnswers, double? LeadAnswers, double? AdaptiveAnswers, double? RoutedAnswers,
    IReadOnlyList<FixedPoint> Fixed, IReadOnlyList<ReplayPoint> Lead, IReadOnlyList<ReplayPoint> Adaptive, IReadOnlyList<ReplayPoint> Routed,
    IReadOnlyList<PromisePoint> Promises)
{
    /// <summary>The share of answers that is not needed, against <paramref name="before"/>; null where either is not known.</summary>
    public static double? Saving(double? answers, double? before) => 1 - answers / before;

    /// <summary>Tables in Markdown.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        var basis = GoldTasks > 0 ? $"accuracy against gold ({GoldTasks:N0} tasks)" : "accuracy as the model expects it: there is no gold";
        Line(text, $"{Tasks:N0} tasks, {RecordedAnswers:F2} answers each; {basis}");
        Line(text, $"best with all answers: {BestAccuracy:P1}; wanted: {Target:P1}");
        text.AppendLine();
        text.AppendLine("| way | answers a task for that | saved against all | against fixed |").AppendLine("| --- | --- | --- | --- |");
        Row("fixed redundancy", FixedAnswers);
        Row("lead rule", LeadAnswers);
        Row("adaptive", AdaptiveAnswers);
        Row("adaptive, routed by skill", RoutedAnswers);

        text.AppendLine().AppendLine("| fixed answers | majority | model |").AppendLine("| --- | --- | --- |");
        foreach (var point in Fixed)
        {
            Line(text, $"| {point.Answers} | {point.MajorityAccuracy:P1} | {point.ModelAccuracy:P1} |");
        }

        text.AppendLine().AppendLine("| rule | threshold | answers a task | accuracy |").AppendLine("| --- | --- | --- | --- |");
        Points("lead", Lead);
        Points("adaptive", Adaptive);
        Points("routed", Routed);
        if (Promises.Count == 0)
            return text.ToString();

        text.AppendLine().AppendLine("| wanted error | gold tasks used | stopped | error of these | answers a task | routed |").AppendLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var promise in Promises)
        {
            var error = promise.Stopped > 0 ? promise.Error.ToString("P1", CultureInfo.InvariantCulture) : "-";
            Line(text, $"| {promise.WantedError:P0} | {promise.GoldUsed} | {promise.Stopped:P0} | {error} | {promise.AnswersPerTask:F2} | {(promise.IsRouted ? "yes" : "no")} |");
        }

        return text.ToString();

        void Row(string way, double? answers) =>
            Line(text, $"| {way} | {Number(answers)} | {Share(Saving(answers, RecordedAnswers))} | {Share(Saving(answers, FixedAnswers))} |");

        void Points(string rule, IReadOnlyList<ReplayPoint> points)
        {
            foreach (var point in points)
            {
                Line(text, $"| {rule} | {point.Threshold:0.##} | {point.AnswersPerTask:F2} | {point.Accuracy:P1} |");
            }
        }
    }

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));

    private static string Number(double? n) => n?.ToString("F2", CultureInfo.InvariantCulture) ?? "-";

    private static string Share(double? n) => n?.ToString("P0", CultureInfo.InvariantCulture) ?? "-";
}
