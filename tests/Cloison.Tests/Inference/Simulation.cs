namespace Cloison.Tests.Inference;

/// <summary>Random numbers for simulated data, the same in every run.</summary>
internal sealed class Simulation(ulong seed)
{
    private Cloison.Inference.Probability.SeededStream _random = new(seed);

    public int Next(int n) => _random.NextBelow(n);

    public double Uniform() => _random.NextUnit();

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());
}
