using Cloison.Domain.Annotations;

namespace Cloison.Domain.Ontologies;

/// <summary>
/// What is shown and what may be answered: inputs, classes, relation types and form fields. Immutable once stored;
/// a change makes a new version, and annotations keep the version that they were made with.
/// </summary>
/// <param name="Editor">The surface that people work on.</param>
/// <param name="Inputs">The entries of a task's data that are shown, in order.</param>
/// <param name="Classes">What a region may be, in palette order.</param>
/// <param name="Relations">How two regions may be linked.</param>
/// <param name="Fields">The form, asked once a task.</param>
public sealed record Ontology(
    Editor Editor,
    IReadOnlyList<InputDefinition> Inputs,
    IReadOnlyList<LabelClass>? Classes = null,
    IReadOnlyList<RelationType>? Relations = null,
    IReadOnlyList<Field>? Fields = null);

public enum Editor
{
    Image,
    Text,
    Form,
}

/// <param name="Name">The key in the task's data.</param>
/// <param name="Title">What people read above it.</param>
public sealed record InputDefinition(string Name, InputKind Kind, string? Title = null);

public enum InputKind
{
    Image,
    Text,
    Markdown,
}

/// <param name="Name">Unique in the ontology; what annotations and exports say.</param>
/// <param name="Color">#rrggbb</param>
/// <param name="Shapes">The kinds of shape that it may be drawn as; at least one.</param>
/// <param name="Hotkey">One character: a digit or a letter.</param>
/// <param name="Parent">The name of the class that this one is a kind of.</param>
public sealed record LabelClass(
    string Name,
    string Color,
    IReadOnlyList<ShapeKind> Shapes,
    string? Title = null,
    string? Hotkey = null,
    string? Parent = null,
    IReadOnlyList<Field>? Attributes = null);

/// <param name="From">Class names that may be the source; absent = any.</param>
/// <param name="To">Class names that may be the target; absent = any.</param>
public sealed record RelationType(
    string Name,
    string Color,
    string? Title = null,
    IReadOnlyList<string>? From = null,
    IReadOnlyList<string>? To = null);
