using Cloison.Inference.Categorical.Auto;
using Cloison.Inference.Categorical.Bcc;
using Cloison.Inference.Categorical.Communities;
using Cloison.Inference.Categorical.DawidSkene;
using Cloison.Inference.Categorical.Fast;
using Cloison.Inference.Categorical.Glad;
using Cloison.Inference.Categorical.Kos;
using Cloison.Inference.Categorical.Mace;
using Cloison.Inference.Categorical.Majority;
using Cloison.Inference.Categorical.Msr;
using Cloison.Inference.Categorical.OneCoin;
using Cloison.Inference.Categorical.Wawa;
using Cloison.Inference.Categorical.Zen;
using Cloison.Inference.Categorical.ZeroBased;

namespace Cloison.Inference.Categorical;

/// <summary>Every categorical method.</summary>
public static class CategoricalMethods
{
    /// <summary>In the order in which they are listed.</summary>
    public static IReadOnlyList<CategoricalMethod> All { get; } =
    [
        new("auto", "average of five models, calibrated", "doi:10.1214/17-BA1091", votes => AutoMethod.Fit(votes)),
        new("mv", "majority vote", "none", MajorityVote.Fit),
        new("wawa", "worker agreement with aggregate", "Appen", WeightedMajority.Fit),
        new("zbs", "zero-based skill", "Toloka", ZeroBasedSkill.Fit),
        new("ds", "Dawid-Skene", "doi:10.2307/2346806", votes => DawidSkeneModel.Fit(votes)),
        new("onecoin", "one-coin Dawid-Skene, anchored", "arXiv:1411.4086", votes => OneCoinDawidSkene.Fit(votes)),
        new("fds", "fast Dawid-Skene", "arXiv:1803.02781", FastDawidSkene.Fit),
        new("ibcc", "independent Bayesian classifier combination, anchored prior", "doi:10.1007/978-3-642-36406-8_1", votes => IndependentBcc.Fit(votes)),
        new("ibcc-pooled", "independent Bayesian classifier combination, pooled prior", "doi:10.1007/978-3-642-36406-8_1", votes => IndependentBcc.Fit(votes, new() { Prior = BccPrior.Pooled })),
        new("cbcc", "community-based Bayesian classifier combination", "doi:10.1145/2566486.2567989", CommunityBcc.Fit),
        new("zencrowd", "ZenCrowd", "doi:10.1145/2187836.2187900", ZenCrowd.Fit),
        new("glad", "GLAD, abilities and difficulties", "NIPS 22, 2009", GladModel.Fit),
        new("mace", "MACE, competence estimation", "ACL Anthology N13-1132", MaceModel.Fit),
        new("mmsr", "M-MSR, robust rank-one completion", "arXiv:2010.12181", MatrixMsr.Fit),
        new("kos", "KOS message passing", "doi:10.1287/opre.2013.1235", KosModel.Fit, IsBinaryOnly: true),
    ];

    /// <summary>The method of that id; null where there is none.</summary>
    public static CategoricalMethod? Find(string id)
    {
        foreach (var method in All)
        {
            if (string.Equals(method.Id, id, StringComparison.OrdinalIgnoreCase))
            {
                return method;
            }
        }

        return null;
    }
}
