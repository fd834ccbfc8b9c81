using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;

namespace Cloison.Formats.Dataset;

/// <summary>
/// The ontology that data imply: classes in order of appearance, the shapes seen of each, and the kind of each attribute and field.
/// Definitions that a format states win over what is seen. Memory is bounded: names beyond <see cref="OntologyRules.MaxClasses"/>
/// and values beyond <see cref="MaxOptions"/> are not collected.
/// </summary>
public sealed class OntologyBuilder
{
    /// <summary>A text attribute with more values than this is free text, not a choice.</summary>
    public const int MaxOptions = 50;

    /// <summary>Twenty colours that differ well; classes beyond them repeat.</summary>
    private static readonly string[] Palette =
    [
        "#e6194b", "#3cb44b", "#4363d8", "#f58231", "#911eb4", "#008080", "#f032e6", "#9a6324", "#800000", "#808000",
        "#000075", "#2aa198", "#b58900", "#6c71c4", "#d33682", "#268bd2", "#859900", "#cb4b16", "#5f5f87", "#875f5f",
    ];

    private readonly Dictionary<string, InputDefinition> inputs = [];
    private readonly List<string> inputOrder = [];
    private readonly Dictionary<string, SeenClass> classes = new(StringComparer.Ordinal);
    private readonly List<SeenClass> classOrder = [];
    private readonly Dictionary<string, RelationType> relations = new(StringComparer.Ordinal);
    private readonly List<string> relationOrder = [];
    private readonly SeenFields fields = new();
    private Editor? editor;

    /// <summary>Takes over an ontology that the data carry with them.</summary>
    public void Include(Ontology ontology)
    {
        editor ??= ontology.Editor;
        foreach (var input in ontology.Inputs)
            AddInput(input.Name, input.Kind, input.Title);
        foreach (var c in ontology.Classes ?? [])
            AddClass(c);
        foreach (var r in ontology.Relations ?? [])
            AddRelation(r);
        foreach (var f in ontology.Fields ?? [])
            AddField(f);
    }

    public void AddInput(string name, InputKind kind, string? title = null)
    {
        if (inputs.Count < 20 && inputs.TryAdd(name, new(name, kind, title)))
            inputOrder.Add(name);
    }

    /// <summary>Makes a class known; when it is known already, adds what the earlier definition left open.</summary>
    /// <param name="color">#rrggbb; anything else is replaced by a colour of the palette.</param>
    public void AddClass(
        string name, string? color = null, string? parent = null, IReadOnlyList<ShapeKind>? shapes = null, IReadOnlyList<Field>? attributes = null)
    {
        if (Find(name) is not { } c)
            return;
        c.Color ??= color is { Length: 7 } && color[0] == '#' && color.Skip(1).All(char.IsAsciiHexDigit) ? color : null;
        c.Parent ??= parent;
        c.Shapes.UnionWith(shapes ?? []);
        foreach (var a in attributes ?? [])
            c.Attributes.Add(a);
        if (c.Parent is not null && c.Parent != name)
            Find(c.Parent);
    }

    public void AddField(Field field) => fields.Add(field);

    public void AddRelation(RelationType relation)
    {
        if (relations.Count < OntologyRules.MaxClasses && relations.TryAdd(relation.Name, relation))
            relationOrder.Add(relation.Name);
    }

    /// <summary>Learns from one answer.</summary>
    public void Observe(AnnotationContent content)
    {
        foreach (var region in content.Regions ?? [])
            if (Find(region.Class) is { } c)
            {
                c.Shapes.Add(region.Shape.Kind);
                c.Attributes.Observe(region.Attributes);
            }

        foreach (var relation in content.Relations ?? [])
            if (!relations.ContainsKey(relation.Name))
                AddRelation(new(relation.Name, Palette[relations.Count % Palette.Length]));
        fields.Observe(content.Values);
    }

    public Ontology Build()
    {
        var shapesSeen = classOrder.SelectMany(c => c.Shapes).Distinct().Order().ToArray();
        var kind = editor ?? (shapesSeen.Contains(ShapeKind.Span) ? Editor.Text : inputs.Values.Any(i => i.Kind == InputKind.Image) ? Editor.Image
            : classOrder.Count > 0 && inputs.Values.Any(i => i.Kind == InputKind.Text) ? Editor.Text : Editor.Form);
        var otherwise = shapesSeen.Length > 0 ? shapesSeen : kind == Editor.Text ? [ShapeKind.Span] : [ShapeKind.Box];
        var built = classOrder.Select((c, i) => c.Build(Palette[i % Palette.Length], otherwise, ParentOf(c))).ToArray();
        return new(
            kind,
            [.. inputOrder.Select(n => inputs[n])],
            built.Length == 0 ? null : built,
            relations.Count == 0 ? null : [.. relationOrder.Select(n => relations[n])],
            fields.Build() is { Count: > 0 } form ? form : null);
    }

    private void AddClass(LabelClass c)
    {
        if (Find(c.Name) is { } seen)
            seen.Stated ??= c;
        AddClass(c.Name, c.Color, c.Parent, c.Shapes, c.Attributes);
    }

    private SeenClass? Find(string name)
    {
        if (classes.TryGetValue(name, out var c))
            return c;
        // One more than allowed is kept, so that the check of the ontology says that there are too many.
        if (classes.Count > OntologyRules.MaxClasses)
            return null;
        classes.Add(name, c = new(name));
        classOrder.Add(c);
        return c;
    }

    /// <summary>The parent, unless following it would come back to the class.</summary>
    private string? ParentOf(SeenClass c)
    {
        var at = c.Parent;
        for (var steps = 0; at is not null && steps <= classes.Count; steps++)
        {
            if (at == c.Name)
                return null;
            at = classes.GetValueOrDefault(at)?.Parent;
        }

        return at is null ? c.Parent : null;
    }

    private sealed class SeenClass(string name)
    {
        public string Name { get; } = name;

        public string? Color { get; set; }

        public string? Parent { get; set; }

        public LabelClass? Stated { get; set; }

        public SortedSet<ShapeKind> Shapes { get; } = [];

        public SeenFields Attributes { get; } = new();

        public LabelClass Build(string paletteColor, ShapeKind[] otherwise, string? parent)
        {
            var attributes = Attributes.Build();
            var shapes = Stated is not null && Shapes.SetEquals(Stated.Shapes) ? Stated.Shapes : Shapes.Count == 0 ? otherwise : [.. Shapes];
            return new LabelClass(Name, Color ?? paletteColor, shapes, Stated?.Title, Stated?.Hotkey, parent, attributes.Count == 0 ? null : attributes);
        }
    }
}
