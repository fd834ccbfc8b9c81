using Cloison.Inference.Agreement;
using Cloison.Inference.Answers;

namespace Cloison.Tests.Inference.Agreement;

internal static class Tables
{
    /// <summary>One row an annotator, one column a task; categories from 1, 0 for not given. In the table they count from 0.</summary>
    public static AnswerTable<int> Of(int[][] rows)
    {
        var builder = new AnswerTableBuilder<int>();
        for (var t = 0; t < rows[0].Length; t++)
            for (var a = 0; a < rows.Length; a++)
                if (rows[a][t] > 0)
                    builder.Add($"t{t}", $"a{a}", rows[a][t] - 1);
        return builder.Build();
    }

    public static double Value<T>(AgreementOf measure, AnswerTable<T> table) =>
        TaskBootstrap.Measure(measure, table.Tasks.Count, new AgreementOptions(Resamples: 0)).Value;
}
