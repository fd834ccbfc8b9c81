namespace Cloison.Benchmarks.TruthInference;

/// <summary>Accuracy of crowd-kit 1.4.1 (commit 35f0661) with its defaults on the open sets; our runs of it. Tasks with gold and votes, repeated votes kept, ties to the label that sorts first.</summary>
internal static class CrowdKitFigures
{
    public static readonly string[] Sets = ["cf", "labelme", "bluebird", "isbook", "cf_amt", "rte", "dog", "sp_amt", "product", "sp", "med_cause", "s_adult", "s_rel"];

    /// <summary>CPU seconds for a million votes and a round of Dawid-Skene.</summary>
    public const double DawidSkeneSeconds = 0.43;

    private static readonly Dictionary<string, double[]> ByMethod = new(StringComparer.Ordinal)
    {
        ["mv"] = [0.9000, 0.7690, 0.7593, 0.9610, 0.8467, 0.9187, 0.8178, 0.9440, 0.8966, 0.8896, 0.7826, 0.7628, 0.5356],
        ["wawa"] = [0.8933, 0.7740, 0.7593, 0.9620, 0.8567, 0.9213, 0.8290, 0.9440, 0.8966, 0.8950, 0.7826, 0.7658, 0.5578],
        ["zbs"] = [0.8933, 0.7740, 0.7593, 0.9620, 0.8567, 0.9213, 0.8302, 0.9460, 0.8966, 0.8946, 0.7826, 0.7658, 0.5563],
        ["onecoin"] = [0.8867, 0.7670, 0.5833, 0.9630, 0.8600, 0.9250, 0.8302, 0.9460, 0.9084, 0.9166, 0.7847, 0.7087, 0.2579],
        ["ds"] = [0.8300, 0.7920, 0.8889, 0.9610, 0.8400, 0.9275, 0.8426, 0.9440, 0.9397, 0.9152, 0.8030, 0.7658, 0.6173],
        ["glad"] = [0.8800, 0.7750, 0.7222, 0.9640, 0.8533, 0.9250, 0.8339, 0.9460, 0.9286, 0.9176, 0.7869, 0.7598, 0.5646],
        ["mace"] = [0.8867, 0.7760, 0.7963, 0.9630, 0.8567, 0.9263, 0.8290, 0.9460, 0.9299, 0.9162, 0.7858, 0.7568, 0.5027],
        ["mmsr"] = [0.7733, 0.7670, 0.7130, 0.9590, 0.8600, 0.8575, 0.8278, 0.9440, double.NaN, 0.9008, 0.7761, 0.7508, 0.4251],
        ["kos"] = [double.NaN, double.NaN, 0.7222, 0.9630, double.NaN, 0.4975, double.NaN, 0.9420, 0.8955, 0.8192, 0.7858, double.NaN, double.NaN],
    };

    /// <summary>NaN where crowd-kit has none.</summary>
    public static double Of(string method, int set) => ByMethod.TryGetValue(method, out var figures) ? figures[set] : double.NaN;
}
