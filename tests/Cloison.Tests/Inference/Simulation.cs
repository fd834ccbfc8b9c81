namespace Cloison.Tests.Inference;

/// <summary>Random numbers for simulated data, the same in every run.</summary>
internal sealed class Simulation(ulong seed)
{
    private Cloison.Inference.Fitting.SeededRandom _random = new(seed);

    public int Next(int n) => _random.Next(n);

    public double Uniform() => _random.NextDouble();

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());
}
