namespace Cloison.Benchmarks.TruthOther.Data;

/// <summary>Rank correlations, with mean ranks for ties (Spearman) and tau-b (Kendall).</summary>
internal static class Correlation
{
    public static double Spearman(double[] x, double[] y) => Pearson(Ranks(x), Ranks(y));

    public static double Kendall(double[] x, double[] y)
    {
        double s = 0, untiedX = 0, untiedY = 0;
        for (var i = 0; i < x.Length; i++)
            for (var j = 0; j < i; j++)
            {
                int a = Math.Sign(x[i] - x[j]), b = Math.Sign(y[i] - y[j]);
                s += a * b;
                untiedX += a * a;
                untiedY += b * b;
            }

        return s / Math.Sqrt(untiedX * untiedY);
    }

    public static double Pearson(double[] x, double[] y)
    {
        double mx = x.Average(), my = y.Average(), xy = 0, xx = 0, yy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            xy += (x[i] - mx) * (y[i] - my);
            xx += (x[i] - mx) * (x[i] - mx);
            yy += (y[i] - my) * (y[i] - my);
        }

        return xy / Math.Sqrt(xx * yy);
    }

    private static double[] Ranks(double[] x) => Array.ConvertAll(x, v => x.Count(w => w < v) + (x.Count(w => w == v) + 1) / 2.0);
}
