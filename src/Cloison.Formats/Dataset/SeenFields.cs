using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;

namespace Cloison.Formats.Dataset;

/// <summary>Fields that are stated, and fields that follow from answers seen.</summary>
internal sealed class SeenFields
{
    private const int MaxOptionLength = 64;

    private readonly Dictionary<string, Seen> seen = new(StringComparer.Ordinal);
    private readonly List<Seen> order = [];

    public void Add(Field field)
    {
        if (Find(field.Name) is { } s)
            s.Stated ??= field;
    }

    public void Observe(IReadOnlyDictionary<string, FieldValue>? values)
    {
        foreach (var (name, value) in values ?? new Dictionary<string, FieldValue>())
            if (Find(name) is { Stated: null } s)
                s.Observe(value);
    }

    public IReadOnlyList<Field> Build() => [.. order.Select(s => s.Build())];

    private Seen? Find(string name)
    {
        if (seen.TryGetValue(name, out var s))
            return s;
        if (seen.Count > OntologyRules.MaxFields)
            return null;
        seen.Add(name, s = new(name));
        order.Add(s);
        return s;
    }

    private sealed class Seen(string name)
    {
        private readonly HashSet<string> distinct = new(StringComparer.Ordinal);
        private readonly List<string> options = [];
        private long texts;
        private long numbers;
        private long booleans;
        private long lists;
        private bool isFree;

        public Field? Stated { get; set; }

        public void Observe(FieldValue value)
        {
            switch (value)
            {
                case TextValue text:
                    texts++;
                    Note(text.Text);
                    break;
                case NumberValue: numbers++; break;
                case BooleanValue: booleans++; break;
                case ListValue list:
                    lists++;
                    foreach (var item in list.Items)
                        Note(item);
                    break;
            }
        }

        public Field Build()
        {
            if (Stated is not null)
                return Stated;
            if (numbers > 0 && texts + booleans + lists == 0)
                return new NumberField { Name = name };
            if (booleans > 0 && texts + numbers + lists == 0)
                return new BooleanField { Name = name };
            var choices = options.Select(o => new Option(o)).ToArray();
            if (lists > 0 && texts + numbers + booleans == 0 && choices.Length > 0)
                return new MultiChoiceField { Name = name, Options = choices };
            // Ten different answers of ten are sentences, not options.
            var isRepeated = texts < 8 || choices.Length <= texts / 2;
            return texts > 0 && lists + numbers + booleans == 0 && !isFree && isRepeated
                ? new ChoiceField { Name = name, Options = choices }
                : new TextField { Name = name };
        }

        private void Note(string text)
        {
            if (text.Length is 0 or > MaxOptionLength || (options.Count == MaxOptions && !distinct.Contains(text)))
                isFree = true;
            else if (distinct.Add(text))
                options.Add(text);
        }

        private static int MaxOptions => OntologyBuilder.MaxOptions;
    }
}
