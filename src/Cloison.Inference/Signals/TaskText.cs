namespace Cloison.Inference.Signals;

/// <summary>A text that a person gave for a task.</summary>
public sealed record TaskText(string Task, string Person, string Text);
