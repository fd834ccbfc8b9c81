using Cloison.Inference.Answers;

namespace Cloison.Inference.Agreement;

/// <summary>Any similarity of two answers: its mean over the pairs of a task, then over tasks. Dice or IoU of masks, for example.</summary>
public static class MeanSimilarity
{
    /// <param name="similarity">Symmetric.</param>
    public static AgreementOf Over<T>(AnswerTable<T> table, Func<T, T, double> similarity)
    {
        var ofTask = new double[table.Tasks.Count];
        for (var t = 0; t < ofTask.Length; t++)
        {
            var answers = table.AnswersTo(t);
            double sum = 0, pairs = 0;
            for (var i = 0; i < answers.Length; i++)
                for (var j = 0; j < i; j++, pairs++)
                    sum += similarity(answers[i], answers[j]);
            ofTask[t] = sum / pairs;
        }

        return times => RawAgreement.Mean(ofTask, times);
    }
}
