using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Inference.Consensus;

namespace Cloison.Inference.Adaptive;

/// <summary>
/// How sure the decided answer of a task is, from who said what and how good each is. One coin a person (Zhang, Chen, Zhou and Jordan 2016, Spectral
/// methods meet EM, JMLR 17(102), section 2.1): he is right with p, and otherwise any of the K − 1 other options; all options alike beforehand:
/// P(l) ∝ Π_i (p_i if a_i = l, else (1 − p_i) / (K − 1)). Fields are taken to be independent; the least sure one counts.
/// </summary>
/// <remarks>For choices and yes-or-no fields only: null where an answer holds anything else, and the agreement has to serve.</remarks>
public static class AnswerConfidence
{
    /// <param name="answers">What each said, and the expected share of his answers that is right.</param>
    /// <param name="decided">The answer whose confidence is asked for.</param>
    public static double? Of(Ontology ontology, IReadOnlyList<(AnnotationContent Content, double Trust)> answers, AnnotationContent decided)
    {
        if (ontology.Classes is { Count: > 0 } || ontology.Fields is not { Count: > 0 } fields || answers.Count == 0)
            return null;
        double? least = null;
        foreach (var field in fields)
        {
            var options = field switch { ChoiceField choice => choice.Options.Count, BooleanField => 2, _ => 0 };
            // What somebody wrote besides the choice says nothing about it.
            if (options == 0)
            {
                if (field is TextField)
                    continue;
                return null;
            }

            if (decided.Values?.GetValueOrDefault(field.Name) is not { } label)
                continue;
            var sure = OfField(field.Name, label, options, answers);
            least = least is { } before ? Math.Min(before, sure) : sure;
        }

        return least;
    }

    private static double OfField(string field, FieldValue decided, int options, IReadOnlyList<(AnnotationContent Content, double Trust)> answers)
    {
        // ln P of each option that somebody chose; the others, which nobody chose, share one sum.
        var logs = new Dictionary<FieldValue, double>();
        foreach (var (content, _) in answers)
        {
            if (content.Values?.GetValueOrDefault(field) is { } given)
                logs.TryAdd(given, 0);
        }

        logs.TryAdd(decided, 0);
        var nobody = 0.0;
        foreach (var (content, trust) in answers)
        {
            if (content.Values?.GetValueOrDefault(field) is not { } given)
                continue;
            // As the decision weighs it, so that what is decided is the most probable.
            var p = Math.Clamp(trust, 1.0 / Math.Max(2, options), Weights.MostTrust);
            var (right, wrong) = (Math.Log(p), Math.Log((1 - p) / Math.Max(1, options - 1)));
            foreach (var label in logs.Keys)
            {
                logs[label] += label.Equals(given) ? right : wrong;
            }

            nobody += wrong;
        }

        var most = Math.Max(nobody, logs.Values.Max());
        var sum = logs.Values.Sum(l => Math.Exp(l - most)) + Math.Max(0, options - logs.Count) * Math.Exp(nobody - most);
        return Math.Exp(logs[decided] - most) / sum;
    }
}
