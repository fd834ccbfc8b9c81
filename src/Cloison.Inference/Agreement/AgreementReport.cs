using Cloison.Domain.Annotations;
using Cloison.Inference.Answers;

namespace Cloison.Inference.Agreement;

/// <summary>Measures with their intervals: over all, per class, per pair of annotators, per batch.</summary>
public static class AgreementReport
{
    public static IEnumerable<AgreementRow> OfAll<T>(AnswerTable<T> table, IReadOnlyList<Measure<T>> measures, AgreementOptions options) =>
        Rows(table, measures, AgreementScope.All, [], options);

    /// <summary>Each two annotators on the tasks that both answered, if there are enough of those.</summary>
    public static IEnumerable<AgreementRow> OfPairs<T>(AnswerTable<T> table, IReadOnlyList<Measure<T>> measures, AgreementOptions options) =>
        table.Pairs().Where(p => p.Shared.Length >= Math.Max(1, options.MinSharedTasks))
            .SelectMany(p => Rows(p.ToTable(table), measures, AgreementScope.Pair, [table.AnnotatorNames[p.First], table.AnnotatorNames[p.Second]], options));

    /// <param name="batchOf">The batch of each task; null for none. Batches come in ordinal order of their names.</param>
    public static IEnumerable<AgreementRow> OfBatches<T>(
        AnswerTable<T> table, IReadOnlyList<Measure<T>> measures, Func<int, string?> batchOf, AgreementOptions options) =>
        Enumerable.Range(0, table.Tasks.Count).GroupBy(batchOf, StringComparer.Ordinal).Where(g => g.Key is not null).OrderBy(g => g.Key, StringComparer.Ordinal)
            .SelectMany(g => Rows(table.OnlyTasks([.. g]), measures, AgreementScope.Batch, [g.Key!], options));

    /// <summary>Each class against all others together.</summary>
    public static IEnumerable<AgreementRow> OfClasses(AnswerTable<int> table, IReadOnlyList<string> classes, IReadOnlyCollection<string>? only, AgreementOptions options) =>
        Enumerable.Range(0, classes.Count).SelectMany(c => Rows(
            table.Select(label => label == c ? 1 : 0), Named(Measures.Categorical(2), only), AgreementScope.Class, [classes[c]], options));

    /// <summary>Each class as if the regions of the others had not been drawn.</summary>
    public static IEnumerable<AgreementRow> OfClasses(
        AnswerTable<IReadOnlyList<Region>> table, IReadOnlyList<Measure<IReadOnlyList<Region>>> measures, AgreementOptions options) =>
        table.Answers.ToArray().SelectMany(a => a).Select(r => r.Class).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .SelectMany(c => Rows<IReadOnlyList<Region>>(table.Select(a => (IReadOnlyList<Region>)[.. a.Where(r => r.Class == c)]), measures, AgreementScope.Class, [c], options));

    /// <summary>Those of the measures that are asked for by name; all without names.</summary>
    public static IReadOnlyList<Measure<T>> Named<T>(IReadOnlyList<Measure<T>> measures, IReadOnlyCollection<string>? only) =>
        only is null ? measures : [.. measures.Where(m => only.Contains(m.Name))];

    private static IEnumerable<AgreementRow> Rows<T>(
        AnswerTable<T> table, IReadOnlyList<Measure<T>> measures, AgreementScope scope, IReadOnlyList<string> of, AgreementOptions options) =>
        measures.Select(m => new AgreementRow(m.Name, scope, of, TaskBootstrap.Measure(m.Prepare(table), table.Tasks.Count, options)));
}
