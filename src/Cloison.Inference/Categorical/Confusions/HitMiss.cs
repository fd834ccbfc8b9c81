namespace Cloison.Inference.Categorical.Confusions;

/// <summary>Tables of models whose answer is either right or wrong: each row has one number for its own label and one for all others.</summary>
internal sealed class HitMiss
{
    private readonly AnswerRows _rows;
    private readonly int[] _votesOf;

    public HitMiss(AnswerRows rows)
    {
        _rows = rows;
        RowVotes = new int[rows.RowCount];
        foreach (var row in rows.RowOfVote)
        {
            RowVotes[row]++;
        }

        _votesOf = new int[rows.Votes.AnnotatorCount];
        foreach (var a in rows.Votes.Annotators)
        {
            _votesOf[a]++;
        }
    }

    /// <summary>Number of votes of each row.</summary>
    public int[] RowVotes { get; }

    public int VotesOf(int annotator) => _votesOf[annotator];

    /// <summary>How many of the row's votes are right, as expected.</summary>
    public double RowHits(int row, double[] counts) => counts[(row * _rows.Stride) + _rows.RowLabels[row]];

    /// <summary>How many of the annotator's votes are right, as expected.</summary>
    public double Hits(int annotator, double[] counts)
    {
        var hits = 0.0;
        for (var row = _rows.RowStarts[annotator]; row < _rows.RowStarts[annotator + 1]; row++)
        {
            hits += RowHits(row, counts);
        }

        return hits;
    }

    public void Fill(int annotator, double hit, double miss, double[] log)
    {
        for (var row = _rows.RowStarts[annotator]; row < _rows.RowStarts[annotator + 1]; row++)
        {
            FillRow(row, hit, miss, log);
        }
    }

    public void FillRow(int row, double hit, double miss, double[] log)
    {
        log.AsSpan(row * _rows.Stride, _rows.ClassCount).Fill(miss);
        log[(row * _rows.Stride) + _rows.RowLabels[row]] = hit;
    }
}
