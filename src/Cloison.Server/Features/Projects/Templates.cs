using Cloison.Contracts;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;

namespace Cloison.Server.Features.Projects;

/// <summary>The starting points that the wizard offers. People change them at will.</summary>
internal static class Templates
{
    public static readonly IReadOnlyList<ProjectTemplate> All =
    [
        new(
            "image_boxes",
            new(Editor.Image, [new("image", InputKind.Image)], [Drawn("object", "#4269d0", ShapeKind.Box) with { Hotkey = "1" }]),
            "# Draw a box around every object\n\n- The box touches the outermost visible pixels.\n- Draw also what is partly hidden: the visible part only.\n"),
        new(
            "image_polygons",
            new(Editor.Image, [new("image", InputKind.Image)], [Drawn("object", "#4269d0", ShapeKind.Polygon) with { Hotkey = "1" }]),
            "# Outline every object\n\n- Follow the visible edge; a corner where the edge turns.\n"),
        new(
            "image_classification",
            new(
                Editor.Form, [new("image", InputKind.Image)],
                Fields: [new ChoiceField { Name = "category", Title = "What is in the picture?", Required = true, Options = [new("cat", "Cat", "1"), new("dog", "Dog", "2"), new("other", "Something else", "3")] }]),
            "# What is in the picture?\n\nChoose what fills most of it.\n"),
        new(
            "text_classification",
            new(
                Editor.Form, [new("text", InputKind.Text)],
                Fields: [new ChoiceField { Name = "sentiment", Title = "How does the writer feel?", Required = true, Options = [new("positive", "Positive", "1"), new("neutral", "Neutral", "2"), new("negative", "Negative", "3")] }]),
            "# How does the writer feel?\n\nJudge the whole text, not single words.\n"),
        new(
            "named_entities",
            new(
                Editor.Text, [new("text", InputKind.Text)],
                [
                    Drawn("PER", "#4269d0", ShapeKind.Span) with { Title = "Person", Hotkey = "1" },
                    Drawn("ORG", "#b0620a", ShapeKind.Span) with { Title = "Organisation", Hotkey = "2" },
                    Drawn("LOC", "#2f7d4f", ShapeKind.Span) with { Title = "Place", Hotkey = "3" },
                    Drawn("MISC", "#8a4fbf", ShapeKind.Span) with { Title = "Other name", Hotkey = "4" },
                ],
                [new("works_for", "#6b7280", "works for", ["PER"], ["ORG"]), new("located_in", "#0f766e", "is in", ["ORG", "LOC"], ["LOC"])]),
            "# Mark every name\n\n- Whole words, without articles and titles.\n- Link a person to the organisation that he or she works for, when the text says so.\n"),
        new(
            "compare_texts",
            new(
                Editor.Form, [new("prompt", InputKind.Markdown, "Prompt"), new("answer_a", InputKind.Markdown, "Answer A"), new("answer_b", InputKind.Markdown, "Answer B")],
                Fields:
                [
                    new ChoiceField { Name = "better", Title = "Which answer is better?", Required = true, Options = [new("a", "A", "1"), new("b", "B", "2"), new("tie", "Equally good", "3"), new("both_bad", "Both bad", "4")] },
                    new ChoiceField { Name = "strength", Title = "By how much?", Options = [new("slightly", "Slightly"), new("clearly", "Clearly"), new("far", "By far")], ShowWhen = new("better", ["a", "b"]) },
                    new TextField { Name = "reason", Title = "Why?", Multiline = true, MaxLength = 4000 },
                ]),
            "# Which answer helps more?\n\nCorrect first, then complete, then well written.\n"),
        new(
            "free_form",
            new(
                Editor.Form, [new("prompt", InputKind.Markdown, "Prompt")],
                Fields: [new TextField { Name = "answer", Title = "Your answer", Required = true, Multiline = true, MinLength = 1, MaxLength = 20000 }]),
            "# Write the answer that you would want to get\n"),
    ];

    private static LabelClass Drawn(string name, string color, ShapeKind shape) => new(name, color, [shape]);
}
