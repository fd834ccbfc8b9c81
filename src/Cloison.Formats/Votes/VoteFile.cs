namespace Cloison.Formats.Votes;

/// <summary>
/// Tables of votes and of known labels as CSV (RFC 4180; also semicolon or tab, if the header has those): one vote a row. The header names the columns, in any order, upper or lower case:
/// <c>task</c> (or <c>item</c>, <c>question</c>), <c>worker</c> (<c>annotator</c>, <c>performer</c>, <c>user</c>), <c>label</c> (<c>answer</c>, <c>value</c>, <c>truth</c>, <c>gold</c>), and perhaps
/// <c>batch</c>; others are ignored.
/// Rows go to the caller as they come: no file is held in memory.
/// </summary>
public static class VoteFile
{
    private static readonly string[] Tasks = ["task", "item", "question"];
    private static readonly string[] Annotators = ["worker", "annotator", "performer", "user"];
    private static readonly string[] Labels = ["label", "answer", "value", "truth", "gold"];
    private static readonly string[] Batches = ["batch"];

    /// <summary>One vote. The spans are good for the time of the call.</summary>
    public delegate void Vote(ReadOnlySpan<char> task, ReadOnlySpan<char> annotator, ReadOnlySpan<char> label);

    /// <summary>One vote, and the batch of its task; empty for none. The spans are good for the time of the call.</summary>
    public delegate void VoteInBatch(ReadOnlySpan<char> task, ReadOnlySpan<char> annotator, ReadOnlySpan<char> label, ReadOnlySpan<char> batch);

    /// <summary>One known label. The spans are good for the time of the call.</summary>
    public delegate void Known(ReadOnlySpan<char> task, ReadOnlySpan<char> label);

    /// <summary>Reads votes.</summary>
    /// <param name="name">Of the file, for messages.</param>
    /// <exception cref="InvalidDataException">The file is empty, lacks a column, or a row is not what the header says; with the line.</exception>
    public static void ReadVotes(TextReader text, string name, Vote vote) => ReadVotes(text, name, (task, annotator, label, _) => vote(task, annotator, label));

    /// <summary>Reads votes with the batches of their tasks.</summary>
    /// <param name="name">Of the file, for messages.</param>
    /// <exception cref="InvalidDataException">The file is empty, lacks a column, or a row is not what the header says; with the line.</exception>
    public static void ReadVotes(TextReader text, string name, VoteInBatch vote) =>
        Read(text, name, [Tasks, Annotators, Labels], Batches, row => vote(row.Cell(0), row.Cell(1), row.Cell(2), row.Cell(3)));

    /// <summary>Reads known labels.</summary>
    /// <param name="name">Of the file, for messages.</param>
    /// <exception cref="InvalidDataException">The file is empty, lacks a column, or a row is not what the header says; with the line.</exception>
    public static void ReadGold(TextReader text, string name, Known known) => Read(text, name, [Tasks, Labels], [], row => known(row.Cell(0), row.Cell(1)));

    private static void Read(TextReader text, string name, string[][] wanted, string[] optional, Action<Row> take)
    {
        var row = new Row(text, name);
        if (!row.Next())
        {
            throw new InvalidDataException($"{name} is empty; its first line names the columns: {string.Join(", ", wanted.Select(w => w[0]))}.");
        }

        row.Choose(wanted, optional);
        while (row.Next())
        {
            take(row);
        }
    }

    private sealed class Row(TextReader text, string name)
    {
        private readonly List<(int Start, int Length)> _cells = [];
        private string _line = "";
        private char[] _unquoted = [];
        private long _lineNumber;
        private long _firstLine;
        private char _delimiter;
        private int _width;
        private int[] _chosen = [];
        private int _optional = -1;
        private bool _isQuoted;

        /// <param name="wanted">The place among the wanted columns; one more: the optional one.</param>
        public ReadOnlySpan<char> Cell(int wanted)
        {
            if (wanted == _chosen.Length)
            {
                return _optional < 0 ? [] : CellAt(_optional);
            }

            return CellAt(_chosen[wanted]);
        }

        private ReadOnlySpan<char> CellAt(int column)
        {
            var (start, length) = _cells[column];
            return _isQuoted ? _unquoted.AsSpan(start, length) : _line.AsSpan(start, length);
        }

        // Blank lines are none.
        public bool Next()
        {
            do
            {
                if (text.ReadLine() is not { } line)
                {
                    return false;
                }

                _line = line;
                _firstLine = ++_lineNumber;
            }
            while (string.IsNullOrWhiteSpace(_line));
            if (_delimiter == 0)
            {
                _delimiter = _line.Contains('\t') && !_line.Contains(',') ? '\t' : _line.Contains(';') && !_line.Contains(',') ? ';' : ',';
            }

            _cells.Clear();
            _isQuoted = _line.Contains('"');
            if (_isQuoted)
            {
                SplitQuoted();
            }
            else
            {
                Split();
            }

            if (_width > 0 && _cells.Count != _width)
            {
                throw Bad($"has {_cells.Count} cells, and the header has {_width}");
            }

            for (var i = 0; i < _chosen.Length; i++)
            {
                if (_cells[_chosen[i]].Length == 0)
                {
                    throw Bad($"has an empty cell in column {_chosen[i] + 1}");
                }
            }

            return true;
        }

        public void Choose(string[][] wanted, string[] optional)
        {
            _width = _cells.Count;
            var names = new string[_width];
            for (var i = 0; i < names.Length; i++)
            {
                names[i] = CellAt(i).Trim().ToString();
            }

            var chosen = new int[wanted.Length];
            for (var w = 0; w < wanted.Length; w++)
            {
                // The first of the synonyms that is there: a file may well have "label" and "gold".
                var found = wanted[w].Select(synonym => Array.FindIndex(names, n => n.Equals(synonym, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(i => i >= 0, -1);
                chosen[w] = found >= 0
                    ? found
                    : throw new InvalidDataException($"{name}:{_firstLine}: there is no column '{wanted[w][0]}' (nor {string.Join(", ", wanted[w].Skip(1))}); the file has: {string.Join(", ", names)}.");
            }

            _chosen = chosen;
            _optional = Array.FindIndex(names, n => optional.Contains(n, StringComparer.OrdinalIgnoreCase));
        }

        private void Split()
        {
            var start = 0;
            for (var end = _line.IndexOf(_delimiter); end >= 0; end = _line.IndexOf(_delimiter, start))
            {
                _cells.Add((start, end - start));
                start = end + 1;
            }

            _cells.Add((start, _line.Length - start));
        }

        // A cell in quotes may hold delimiters, line ends, and quotes that are doubled.
        private void SplitQuoted()
        {
            var cells = new System.Text.StringBuilder();
            var (start, inQuotes) = (0, false);
            for (var i = 0; ; i++)
            {
                if (i == _line.Length)
                {
                    if (!inQuotes)
                    {
                        break;
                    }

                    _line = text.ReadLine() ?? throw Bad("opens a quote that is never closed");
                    _lineNumber++;
                    cells.Append('\n');
                    i = -1;
                }
                else if (_line[i] == '"' && inQuotes && i + 1 < _line.Length && _line[i + 1] == '"')
                {
                    cells.Append('"');
                    i++;
                }
                else if (_line[i] == '"')
                {
                    inQuotes = !inQuotes;
                }
                else if (_line[i] == _delimiter && !inQuotes)
                {
                    _cells.Add((start, cells.Length - start));
                    start = cells.Length;
                }
                else
                {
                    cells.Append(_line[i]);
                }
            }

            _cells.Add((start, cells.Length - start));
            _unquoted = cells.ToString().ToCharArray();
        }

        private InvalidDataException Bad(string what) => new($"{name}:{_firstLine}: the row {what}.");
    }
}
