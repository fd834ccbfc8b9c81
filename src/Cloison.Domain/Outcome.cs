using System.Diagnostics.CodeAnalysis;

namespace Cloison.Domain;

/// <summary>A value or the reason why there is none. Exceptions are left for bugs and broken machines.</summary>
public readonly struct Outcome<T>
{
    private readonly T? value;

    private Outcome(T? value, Problem? problem) => (this.value, Problem) = (value, problem);

    public Problem? Problem { get; }

    [MemberNotNullWhen(false, nameof(Problem))]
    public bool Succeeded => Problem is null;

    /// <exception cref="InvalidOperationException">The outcome is a problem.</exception>
    public T Value => Problem is null ? value! : throw new InvalidOperationException($"No value: {Problem.Code}.");

    public Outcome<TNext> Then<TNext>(Func<T, TNext> next) => Problem is null ? next(value!) : Problem;

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Problem problem) => new(default, problem);
}
