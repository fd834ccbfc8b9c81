namespace Cloison.Contracts;

/// <summary>What a customer does so that workers do not know whom they work for.</summary>
/// <param name="Names">Real names, product names: what must stand in nothing that workers read. At most 500, of 3 to 100 characters.</param>
/// <param name="ShowName">Annotators and reviewers see the customer's own name, not its code name.</param>
public sealed record BlindSettings(IReadOnlyList<string> Names, bool ShowName = false);

/// <summary>A name of the list that an engineer let through.</summary>
/// <param name="Where">The place, such as <c>instructions</c>.</param>
public sealed record NameOverride(ProjectId Project, PersonId Person, string PersonName, string Where, IReadOnlyList<string> Names, DateTimeOffset At);
