using Cloison.Inference.Answers;

namespace Cloison.Inference.Agreement;

/// <summary>How often each category was given to each task: what raw agreement, Fleiss, Gwet and Krippendorff need. Sparse.</summary>
internal sealed class CategoryCounts
{
    private readonly int[] _starts;
    private readonly int[] _categories;
    private readonly int[] _counts;
    private readonly int[] _totals;

    public CategoryCounts(AnswerTable<int> table, int categories)
    {
        Categories = categories;
        _starts = new int[table.Tasks.Count + 1];
        _totals = new int[table.Tasks.Count];
        var (found, counts) = (new List<int>(), new List<int>());
        var row = new int[categories];
        for (var t = 0; t < table.Tasks.Count; t++)
        {
            var answers = table.AnswersTo(t);
            foreach (var c in answers)
                row[c]++;
            foreach (var c in answers)
                if (row[c] > 0)
                {
                    found.Add(c);
                    counts.Add(row[c]);
                    row[c] = 0;
                }

            _starts[t + 1] = found.Count;
            _totals[t] = answers.Length;
        }

        (_categories, _counts) = ([.. found], [.. counts]);
    }

    public int Categories { get; }

    public int Tasks => _totals.Length;

    /// <summary>Answers to a task.</summary>
    public int Total(int task) => _totals[task];

    public ReadOnlySpan<int> CategoriesOf(int task) => _categories.AsSpan(_starts[task], _starts[task + 1] - _starts[task]);

    /// <summary>In the order of <see cref="CategoriesOf"/>.</summary>
    public ReadOnlySpan<int> CountsOf(int task) => _counts.AsSpan(_starts[task], _starts[task + 1] - _starts[task]);
}
