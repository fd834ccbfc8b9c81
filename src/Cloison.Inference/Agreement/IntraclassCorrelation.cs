// Shrout, P. E., Fleiss, J. L. (1979). Intraclass correlations. Psychological Bulletin 86(2), 420-428. doi:10.1037/0033-2909.86.2.420
// n tasks (targets), k annotators (judges); mean squares BMS between tasks, WMS within, JMS between judges, EMS residual.
//   ICC(1,1) = (BMS - WMS) / (BMS + (k - 1) WMS)                          ICC(1,k) = (BMS - WMS) / BMS
//   ICC(2,1) = (BMS - EMS) / (BMS + (k - 1) EMS + k (JMS - EMS) / n)      ICC(2,k) = (BMS - EMS) / (BMS + (JMS - EMS) / n)
//   ICC(3,1) = (BMS - EMS) / (BMS + (k - 1) EMS)                          ICC(3,k) = (BMS - EMS) / BMS
// Case 1 also stands for tasks with different annotators and numbers of answers: k becomes k0 = (N - sum k_i^2 / N) / (n - 1) (one-way analysis of variance).
using Cloison.Inference.Answers;

namespace Cloison.Inference.Agreement;

/// <summary>Which annotators the correlation is about.</summary>
public enum IccCase
{
    /// <summary>Case 1: each task has annotators of its own. Any table.</summary>
    OneWay = 1,

    /// <summary>Case 2: the same annotators on every task, a sample of many. Complete tables only.</summary>
    TwoWayRandom = 2,

    /// <summary>Case 3: the same annotators on every task, and only they matter. Complete tables only.</summary>
    TwoWayFixed = 3,
}

/// <summary>Intraclass correlation of numbers, of one answer or of the mean of a task's answers.</summary>
public static class IntraclassCorrelation
{
    public static AgreementOf Over(AnswerTable<double> table, IccCase form, bool isOfMean) =>
        form == IccCase.OneWay ? OneWay(table.Where((_, x) => double.IsFinite(x)), isOfMean) : TwoWay(table, form, isOfMean);

    private static AgreementOf OneWay(AnswerTable<double> table, bool isOfMean) => times =>
    {
        double n = 0, total = 0, sum = 0, squareOfSizes = 0;
        for (var t = 0; t < table.Tasks.Count; t++)
        {
            var answers = table.AnswersTo(t);
            if (answers.Length == 0 || times[t] == 0)
                continue;
            n += times[t];
            total += (double)times[t] * answers.Length;
            squareOfSizes += (double)times[t] * answers.Length * answers.Length;
            foreach (var x in answers)
                sum += times[t] * x;
        }

        double mean = sum / total, between = 0, within = 0;
        for (var t = 0; t < table.Tasks.Count; t++)
        {
            var answers = table.AnswersTo(t);
            if (answers.Length == 0 || times[t] == 0)
                continue;
            double own = 0, spread = 0;
            foreach (var x in answers)
                own += x / answers.Length;
            foreach (var x in answers)
                spread += (x - own) * (x - own);
            between += times[t] * answers.Length * (own - mean) * (own - mean);
            within += times[t] * spread;
        }

        if (n < 2 || total <= n)
            return double.NaN;
        double bms = between / (n - 1), wms = within / (total - n), k = (total - squareOfSizes / total) / (n - 1);
        return Ratio(bms - wms, isOfMean ? bms : bms + (k - 1) * wms);
    };

    private static AgreementOf TwoWay(AnswerTable<double> table, IccCase form, bool isOfMean)
    {
        if (CompleteMatrix.Of(table) is not { } x)
            return _ => double.NaN;
        var k = x.Annotators;
        var ofJudge = new double[k];
        return times =>
        {
            Array.Clear(ofJudge);
            double n = 0, grand = 0;
            for (var t = 0; t < times.Length; t++)
            {
                n += times[t];
                for (var a = 0; a < k; a++)
                    ofJudge[a] += times[t] * x[t, a];
            }

            if (n < 2)
                return double.NaN;
            for (var a = 0; a < k; a++)
            {
                ofJudge[a] /= n;
                grand += ofJudge[a] / k;
            }

            double between = 0, judges = 0, residual = 0;
            for (var t = 0; t < times.Length; t++)
            {
                if (times[t] == 0)
                    continue;
                double own = 0;
                for (var a = 0; a < k; a++)
                    own += x[t, a] / k;
                between += times[t] * k * (own - grand) * (own - grand);
                for (var a = 0; a < k; a++)
                {
                    var e = x[t, a] - own - ofJudge[a] + grand;
                    residual += times[t] * e * e;
                }
            }

            for (var a = 0; a < k; a++)
                judges += n * (ofJudge[a] - grand) * (ofJudge[a] - grand);
            double bms = between / (n - 1), jms = judges / (k - 1), ems = residual / ((n - 1) * (k - 1));
            return (form, isOfMean) switch
            {
                (IccCase.TwoWayRandom, false) => Ratio(bms - ems, bms + (k - 1) * ems + k * (jms - ems) / n),
                (IccCase.TwoWayRandom, true) => Ratio(bms - ems, bms + (jms - ems) / n),
                (_, false) => Ratio(bms - ems, bms + (k - 1) * ems),
                (_, true) => Ratio(bms - ems, bms),
            };
        };
    }

    private static double Ratio(double a, double b) => b > 0 ? a / b : double.NaN;
}
