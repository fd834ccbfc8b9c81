namespace Cloison.Contracts;

/// <summary>One page of a listing. <paramref name="Next"/> goes into <c>?cursor=</c> for the page after; absent on the last.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next = null);
