// Weights of partial agreement: Cohen, J. (1968). Weighted kappa. Psychological Bulletin 70(4). doi:10.1037/h0026256
namespace Cloison.Inference.Agreement;

/// <summary>How much two categories agree: 1 for equal ones.</summary>
public enum CategoryWeights
{
    /// <summary>0 for different ones.</summary>
    Identity,

    /// <summary>1 - |i - j| / (q - 1), for ordered categories.</summary>
    Linear,

    /// <summary>1 - (i - j)^2 / (q - 1)^2, for ordered categories.</summary>
    Quadratic,
}

internal static class CategoryWeightsExtensions
{
    public static double Between(this CategoryWeights weights, int i, int j, int categories)
    {
        if (i == j)
            return 1;
        double d = Math.Abs(i - j), most = Math.Max(1, categories - 1);
        return weights switch
        {
            CategoryWeights.Linear => 1 - d / most,
            CategoryWeights.Quadratic => 1 - d * d / (most * most),
            _ => 0,
        };
    }
}
