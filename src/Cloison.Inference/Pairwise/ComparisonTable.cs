namespace Cloison.Inference.Pairwise;

/// <summary>What annotators said which of two items is the better, in the order in which they said it.</summary>
/// <remarks>Not safe for several threads at once while it is filled.</remarks>
public sealed class ComparisonTable
{
    private readonly Dictionary<string, int> _items = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _annotators = new(StringComparer.Ordinal);
    private readonly List<string> _itemNames = [];
    private readonly List<string> _annotatorNames = [];
    private readonly List<(int Annotator, int Winner, int Loser, bool IsTie)> _all = [];

    /// <summary>Names of the items, in the order of their first appearance.</summary>
    public IReadOnlyList<string> Items => _itemNames;

    public IReadOnlyList<string> Annotators => _annotatorNames;

    internal IReadOnlyList<(int Annotator, int Winner, int Loser, bool IsTie)> All => _all;

    public void AddWin(string annotator, string winner, string loser) => Add(annotator, winner, loser, isTie: false);

    public void AddTie(string annotator, string one, string other) => Add(annotator, one, other, isTie: true);

    /// <summary>Makes an item known that perhaps nobody compared.</summary>
    public void AddItem(string item) => IndexOf(_items, _itemNames, item);

    private void Add(string annotator, string winner, string loser, bool isTie)
    {
        if (winner == loser)
            throw new ArgumentException($"{winner} cannot be compared with itself.", nameof(loser));
        _all.Add((IndexOf(_annotators, _annotatorNames, annotator), IndexOf(_items, _itemNames, winner), IndexOf(_items, _itemNames, loser), isTie));
    }

    private static int IndexOf(Dictionary<string, int> index, List<string> names, string name)
    {
        if (!index.TryGetValue(name, out var at))
        {
            index.Add(name, at = names.Count);
            names.Add(name);
        }

        return at;
    }
}
