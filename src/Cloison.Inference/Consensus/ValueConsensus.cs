using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;

namespace Cloison.Inference.Consensus;

/// <summary>One value of several, field by field. Who gives no value to a field votes for none.</summary>
internal static class ValueConsensus
{
    /// <summary>What is decided for one field.</summary>
    /// <param name="Value">Null when most give none.</param>
    /// <param name="Agreement">0 to 1.</param>
    internal sealed record Decision(FieldValue? Value, double Agreement);

    /// <summary>What was given for a field, and by which of the answers.</summary>
    private sealed record Given(FieldValue[] Values, int[] Answers, Weights Weights)
    {
        public int Length => Values.Length;

        public double[] WeightsFor(int options) => Weights.Of(Answers, options);
    }

    /// <summary>The decision for every field that somebody answered.</summary>
    /// <param name="weights">Of the answers, by their index.</param>
    public static Dictionary<string, Decision> Fuse(
        IReadOnlyList<Field> fields, IReadOnlyList<IReadOnlyDictionary<string, FieldValue>?> answers, Weights weights, ConsensusOptions options)
    {
        var decisions = new Dictionary<string, Decision>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            var sound = answers.Index().Where(a => a.Item?.GetValueOrDefault(field.Name) is { } value && field.Check(value) is null).ToArray();
            if (sound.Length == 0)
                continue;
            var given = new Given([.. sound.Select(a => a.Item![field.Name])], [.. sound.Select(a => a.Index)], weights);
            var share = (double)given.Length / answers.Count;
            var decision = Decide(field, given, options);
            // Half of the answers are enough to have a value.
            decisions[field.Name] = share < 0.5 ? new(null, 1 - share) : decision with { Agreement = decision.Agreement * share };
        }

        return decisions;
    }

    /// <summary>The decided values that the form asks for, given the other decided values.</summary>
    public static Dictionary<string, FieldValue> Shown(IReadOnlyList<Field> fields, Dictionary<string, Decision> decisions)
    {
        var values = new Dictionary<string, FieldValue>(StringComparer.Ordinal);
        foreach (var field in fields)
            if (decisions.GetValueOrDefault(field.Name)?.Value is { } value && AnnotationRules.IsShown(field, fields, values))
                values[field.Name] = value;
        return values;
    }

    private static Decision Decide(Field field, Given given, ConsensusOptions options) => field switch
    {
        ChoiceField f => Majority(f, given),
        BooleanField => Majority(given),
        MultiChoiceField f => EachOption(f, given),
        NumberField f => Median(f, given),
        _ => Medoid(given, options),
    };

    /// <summary>The option whose votes weigh most; of several, the first in the ontology.</summary>
    private static Decision Majority(ChoiceField field, Given given)
    {
        var weights = given.WeightsFor(field.Options.Count);
        var best = field.Options.Select(o => o.Value).MaxBy(o => Weights.Sum(Votes(given, weights, v => Is(v, o))))!;
        return new(best, (double)given.Values.Count(v => Is(v, best)) / given.Length);

        static bool Is(FieldValue value, string option) => value is TextValue text && text.Text == option;
    }

    /// <summary>True needs more than half.</summary>
    private static Decision Majority(Given given)
    {
        var isTrue = IsMore(given, v => v is BooleanValue { Truth: true });
        return new(isTrue, (double)given.Values.Count(v => v is BooleanValue b && b.Truth == isTrue) / given.Length);
    }

    /// <summary>Every option on its own; it needs more than half. The agreement is the mean over the options that somebody chose.</summary>
    private static Decision EachOption(MultiChoiceField field, Given given)
    {
        var kept = new List<string>();
        var (sum, count) = (0.0, 0);
        foreach (var option in field.Options)
        {
            var votes = given.Values.Count(Has);
            if (votes == 0)
                continue;
            var isKept = IsMore(given, Has);
            if (isKept)
                kept.Add(option.Value);
            sum += (double)(isKept ? votes : given.Length - votes) / given.Length;
            count++;

            bool Has(FieldValue value) => value is ListValue list && list.Items.Contains(option.Value);
        }

        return new(new ListValue(kept), count == 0 ? 1 : sum / count);
    }

    /// <summary>
    /// The median, of an even number the mean of the two in the middle. The agreement is 1 less the mean distance from it, as a share of the
    /// field's range, or of the largest number when the range is open.
    /// </summary>
    private static Decision Median(NumberField field, Given given)
    {
        var weights = given.WeightsFor(2);
        var numbers = given.Values.OfType<NumberValue>().Select(n => n.Number).ToArray();
        var median = Weights.Median([.. numbers.Zip(weights)]);
        var scale = field is { Min: { } min, Max: { } max } ? max - min : numbers.Max(Math.Abs);
        var distance = numbers.Average(n => Math.Abs(n - median));
        return new(median, scale > 0 && double.IsFinite(scale) && double.IsFinite(distance) ? Math.Clamp(1 - distance / scale, 0, 1) : distance > 0 ? 0 : 1);
    }

    /// <summary>The text that is nearest to all others; of several, the first in ordinal order. The agreement is 1 less its mean distance from the others.</summary>
    private static Decision Medoid(Given given, ConsensusOptions options)
    {
        var weights = given.WeightsFor(2);
        var texts = given.Values.OfType<TextValue>().Zip(weights).GroupBy(t => t.First.Text, StringComparer.Ordinal)
            .Select(g => (Text: g.Key, Count: g.Count(), Weight: Weights.Sum(g.Select(t => t.Second)))).OrderBy(t => t.Text, StringComparer.Ordinal).ToArray();
        if (texts.Length == 1)
            return new(texts[0].Text, 1);
        var (weighed, counted) = (new double[texts.Length], new double[texts.Length]);
        for (var i = 0; i < texts.Length; i++)
            for (var j = i + 1; j < texts.Length; j++)
            {
                var distance = EditDistance.Normalised(texts[i].Text, texts[j].Text, options.MaxTextLength);
                weighed[i] += distance * texts[j].Weight;
                weighed[j] += distance * texts[i].Weight;
                counted[i] += distance * texts[j].Count;
                counted[j] += distance * texts[i].Count;
            }

        var best = Array.IndexOf(weighed, weighed.Min());
        return new(texts[best].Text, 1 - counted[best] / (given.Length - 1));
    }

    private static bool IsMore(Given given, Func<FieldValue, bool> isSo)
    {
        var weights = given.WeightsFor(2);
        return Weights.Sum(Votes(given, weights, isSo)) > Weights.Sum(Votes(given, weights, v => !isSo(v)));
    }

    private static IEnumerable<double> Votes(Given given, double[] weights, Func<FieldValue, bool> isSo) =>
        given.Values.Zip(weights).Where(v => isSo(v.First)).Select(v => v.Second);
}
