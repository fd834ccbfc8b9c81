namespace Cloison.Inference.Votes;

/// <summary>Collects votes by name or by index and lays them out as a <see cref="VoteTable"/>.</summary>
/// <remarks>Not safe for several threads at once.</remarks>
public sealed class VoteTableBuilder
{
    private readonly Names _tasks = new();
    private readonly Names _annotators = new();
    private readonly Names _labels = new();
    private readonly List<(int Task, int Annotator, int Label)> _votes = [];

    /// <summary>Number of votes so far, repeated ones among them.</summary>
    public int Count => _votes.Count;

    /// <summary>Adds one vote.</summary>
    public void Add(ReadOnlySpan<char> task, ReadOnlySpan<char> annotator, ReadOnlySpan<char> label) =>
        _votes.Add((_tasks.IndexOf(task), _annotators.IndexOf(annotator), _labels.IndexOf(label)));

    /// <summary>Makes a label known that perhaps nobody chose, so that it takes part in the model.</summary>
    public void AddLabel(ReadOnlySpan<char> label) => _labels.IndexOf(label);

    /// <summary>Makes a task known that perhaps nobody has answered.</summary>
    public void AddTask(ReadOnlySpan<char> task) => _tasks.IndexOf(task);

    /// <summary>
    /// The table. Labels are numbered in the ordinal order of their names, so that a result does not depend on who answered first;
    /// tasks and annotators in the order of their first appearance.
    /// </summary>
    public VoteTable Build(RepeatedVotes repeated = RepeatedVotes.Keep)
    {
        var order = new int[_labels.Count];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => string.CompareOrdinal(_labels.All[a], _labels.All[b]));
        var rank = new int[order.Length];
        var labelNames = new string[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            rank[order[i]] = i;
            labelNames[i] = _labels.All[order[i]];
        }

        var starts = new int[_tasks.Count + 1];
        foreach (var vote in _votes)
        {
            starts[vote.Task + 1]++;
        }

        for (var t = 0; t < _tasks.Count; t++)
        {
            starts[t + 1] += starts[t];
        }

        var next = starts.AsSpan(0, _tasks.Count).ToArray();
        var annotators = new int[_votes.Count];
        var labels = new int[_votes.Count];
        foreach (var (task, annotator, label) in _votes)
        {
            var at = next[task]++;
            annotators[at] = annotator;
            labels[at] = rank[label];
        }

        if (repeated != RepeatedVotes.Keep)
        {
            (annotators, labels) = WithoutRepeats(starts, annotators, labels, repeated);
        }

        return new VoteTable(starts, annotators, labels, _tasks.All, _annotators.All, labelNames);
    }

    // Rewrites starts in place.
    private static (int[] Annotators, int[] Labels) WithoutRepeats(int[] starts, int[] annotators, int[] labels, RepeatedVotes repeated)
    {
        var kept = 0;
        var begin = 0;
        var chosen = new Dictionary<int, int>();
        for (var t = 0; t + 1 < starts.Length; t++)
        {
            var end = starts[t + 1];
            chosen.Clear();
            for (var i = begin; i < end; i++)
            {
                if (repeated == RepeatedVotes.KeepLast)
                {
                    chosen[annotators[i]] = i;
                }
                else
                {
                    chosen.TryAdd(annotators[i], i);
                }
            }

            for (var i = begin; i < end; i++)
            {
                if (chosen[annotators[i]] == i)
                {
                    (annotators[kept], labels[kept]) = (annotators[i], labels[i]);
                    kept++;
                }
            }

            begin = end;
            starts[t + 1] = kept;
        }

        return (annotators[..kept], labels[..kept]);
    }

    // Strings are made once a name, not once a vote.
    private sealed class Names
    {
        private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
        private readonly List<string> _all = [];

        public Names() => _lookup = _index.GetAlternateLookup<ReadOnlySpan<char>>();

        public int Count => _all.Count;

        public List<string> All => _all;

        public int IndexOf(ReadOnlySpan<char> name)
        {
            if (_lookup.TryGetValue(name, out var known))
            {
                return known;
            }

            var made = name.ToString();
            _index.Add(made, _all.Count);
            _all.Add(made);
            return _all.Count - 1;
        }
    }
}
