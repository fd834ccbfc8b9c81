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

    /// <summary>The decision for every field that somebody answered.</summary>
    public static Dictionary<string, Decision> Fuse(
        IReadOnlyList<Field> fields, IReadOnlyList<IReadOnlyDictionary<string, FieldValue>?> answers, ConsensusOptions options)
    {
        var decisions = new Dictionary<string, Decision>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            var given = answers.Select(a => a?.GetValueOrDefault(field.Name)).OfType<FieldValue>().Where(v => field.Check(v) is null).ToArray();
            if (given.Length == 0)
                continue;
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

    private static Decision Decide(Field field, FieldValue[] given, ConsensusOptions options) => field switch
    {
        ChoiceField f => Majority(f, given),
        BooleanField => Majority(given),
        MultiChoiceField f => EachOption(f, given),
        NumberField f => Median(f, given),
        _ => Medoid(given, options),
    };

    /// <summary>The option with most votes; of several, the first in the ontology.</summary>
    private static Decision Majority(ChoiceField field, FieldValue[] given)
    {
        var best = field.Options.Select(o => (o.Value, Votes: given.Count(v => v is TextValue t && t.Text == o.Value))).MaxBy(o => o.Votes);
        return new(best.Value, (double)best.Votes / given.Length);
    }

    /// <summary>True needs more than half.</summary>
    private static Decision Majority(FieldValue[] given)
    {
        var trues = given.Count(v => v is BooleanValue { Truth: true });
        var isTrue = trues * 2 > given.Length;
        return new(isTrue, (double)(isTrue ? trues : given.Length - trues) / given.Length);
    }

    /// <summary>Every option on its own; it needs more than half. The agreement is the mean over the options that somebody chose.</summary>
    private static Decision EachOption(MultiChoiceField field, FieldValue[] given)
    {
        var kept = new List<string>();
        var (sum, count) = (0.0, 0);
        foreach (var option in field.Options)
        {
            var votes = given.Count(v => v is ListValue list && list.Items.Contains(option.Value));
            if (votes == 0)
                continue;
            if (votes * 2 > given.Length)
                kept.Add(option.Value);
            sum += (double)Math.Max(votes, given.Length - votes) / given.Length;
            count++;
        }

        return new(new ListValue(kept), count == 0 ? 1 : sum / count);
    }

    /// <summary>
    /// The median, of an even number the mean of the two in the middle. The agreement is 1 less the mean distance from it, as a share of the
    /// field's range, or of the largest number when the range is open.
    /// </summary>
    private static Decision Median(NumberField field, FieldValue[] given)
    {
        var numbers = given.OfType<NumberValue>().Select(n => n.Number).Order().ToArray();
        var median = Statistics.Median(numbers);
        var scale = field is { Min: { } min, Max: { } max } ? max - min : numbers.Max(Math.Abs);
        var distance = numbers.Average(n => Math.Abs(n - median));
        return new(median, scale > 0 && double.IsFinite(scale) && double.IsFinite(distance) ? Math.Clamp(1 - distance / scale, 0, 1) : distance > 0 ? 0 : 1);
    }

    /// <summary>The text that is nearest to all others; of several, the first in ordinal order. The agreement is 1 less its mean distance from the others.</summary>
    private static Decision Medoid(FieldValue[] given, ConsensusOptions options)
    {
        var texts = given.OfType<TextValue>().GroupBy(t => t.Text, StringComparer.Ordinal).Select(g => (Text: g.Key, Count: g.Count()))
            .OrderBy(t => t.Text, StringComparer.Ordinal).ToArray();
        if (texts.Length == 1)
            return new(texts[0].Text, 1);
        var sums = new double[texts.Length];
        for (var i = 0; i < texts.Length; i++)
            for (var j = i + 1; j < texts.Length; j++)
            {
                var distance = EditDistance.Normalised(texts[i].Text, texts[j].Text, options.MaxTextLength);
                sums[i] += distance * texts[j].Count;
                sums[j] += distance * texts[i].Count;
            }

        var best = Array.IndexOf(sums, sums.Min());
        return new(texts[best].Text, 1 - sums[best] / (given.Length - 1));
    }
}
