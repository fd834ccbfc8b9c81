using System.Text;
using Cloison.Formats.Input;

namespace Cloison.Formats.Csv;

/// <summary>One row of a delimited file.</summary>
/// <param name="Line">The line where it begins, from 1.</param>
/// <param name="Problem">When not null there are no cells: why the row cannot be read.</param>
internal sealed record DelimitedRow(long Line, IReadOnlyList<string> Cells, string? Problem = null)
{
    public bool IsBlank => Problem is null && Cells is [""];
}

/// <summary>
/// Rows of RFC 4180, with any delimiter and any line end. Own code rather than a library's because of what must happen with bad
/// rows: each is reported with its first line, memory stays near the limit of a row, and a quote that is never closed costs one
/// row, not the rest of the file.
/// </summary>
internal sealed class DelimitedReader(TextReader text, char delimiter, int maxRowChars)
{
    /// <summary>How often reading starts again behind a stray quote, each time going over up to a row's limit once more.</summary>
    private const int MaxRestarts = 100;

    private readonly StringBuilder cell = new();
    private List<string> cells = [];

    // The window: the current row begins at rowStart, its characters up to `at` are parsed, those up to `filled` are there.
    private char[] window = new char[65_536];
    private int rowStart;
    private int at;
    private int filled;
    private bool isEnd;
    private State state;
    private long line = 1;
    private int restarts;

    private enum State
    {
        CellStart,
        InCell,
        Quoted,
        AfterQuote,

        /// <summary>Behind the row's fault, before its line end.</summary>
        Skipping,
    }

    /// <summary>The next row; null at the end.</summary>
    public async ValueTask<DelimitedRow?> ReadAsync(CancellationToken ct)
    {
        while (true)
        {
            if (Parse() is { } row)
                return row;
            if (isEnd)
                return AtEnd();
            await FillAsync(ct);
        }
    }

    /// <returns>A row, or null when more characters are needed.</returns>
    private DelimitedRow? Parse()
    {
        while (at < filled)
        {
            if (at - rowStart > maxRowChars && state != State.Skipping)
                return TooLong();
            var rest = window.AsSpan(at, filled - at);
            switch (state)
            {
                case State.Quoted:
                    var quote = rest.IndexOf('"');
                    Take(quote < 0 ? rest.Length : quote);
                    if (quote >= 0)
                        (at, state) = (at + 1, State.AfterQuote);
                    continue;
                case State.Skipping:
                    var newline = rest.IndexOfAny('\n', '\r');
                    at += newline < 0 ? rest.Length : newline;
                    // What is skipped need not be kept.
                    rowStart = at;
                    break;
                case State.CellStart when rest[0] == '"':
                    (at, state) = (at + 1, State.Quoted);
                    continue;
                case State.AfterQuote when rest[0] == '"':
                    cell.Append('"');
                    (at, state) = (at + 1, State.Quoted);
                    continue;
                case State.AfterQuote when rest[0] != delimiter && rest[0] is not ('\n' or '\r'):
                    return Refuse("There is text behind a closing quote.");
                default:
                    var end = rest.IndexOfAny(delimiter, '\n', '\r');
                    if (end != 0)
                        state = State.InCell;
                    Take(end < 0 ? rest.Length : end);
                    break;
            }

            if (at == filled || (window[at] == '\r' && at + 1 == filled && !isEnd))
                break;
            if (at - rowStart > maxRowChars && state != State.Skipping)
                return TooLong();
            if (window[at] == delimiter && state != State.Skipping)
            {
                EndCell();
                (at, state) = (at + 1, State.CellStart);
            }
            else if (EndLine() is { } row)
                return row;
        }

        return at - rowStart > maxRowChars && state != State.Skipping ? TooLong() : null;
    }

    private void Take(int count)
    {
        cell.Append(window, at, count);
        at += count;
    }

    private void EndCell()
    {
        cells.Add(cell.ToString());
        cell.Clear();
    }

    /// <summary>Goes over the line end; gives the row unless it was refused already.</summary>
    private DelimitedRow? EndLine()
    {
        at += window[at] == '\r' && at + 1 < filled && window[at + 1] == '\n' ? 2 : 1;
        if (state != State.Skipping)
            return Finish();
        line++;
        Begin();
        return null;
    }

    private DelimitedRow Finish()
    {
        EndCell();
        var row = cells.Exists(c => c.Contains(Utf8Input.Invalid))
            ? new DelimitedRow(line, [], "The text is not valid UTF-8; save the file as UTF-8.")
            : new DelimitedRow(line, cells);
        line += LineEnds(window.AsSpan(rowStart, at - rowStart));
        Begin();
        return row;
    }

    private DelimitedRow? AtEnd()
    {
        if (at == rowStart || state == State.Skipping)
            return null;
        return state == State.Quoted ? Restart("A quote that is opened here is never closed.") : Finish();
    }

    private DelimitedRow TooLong() =>
        state == State.Quoted && window.AsSpan(rowStart, at - rowStart).ContainsAny('\n', '\r')
            ? Restart($"The row is longer than {maxRowChars:N0} characters; a quote may not be closed.")
            : Refuse($"The row is longer than {maxRowChars:N0} characters.");

    /// <summary>Refuses the row; what is left of its line is skipped.</summary>
    private DelimitedRow Refuse(string problem)
    {
        var row = new DelimitedRow(line, [], problem);
        line += LineEnds(window.AsSpan(rowStart, at - rowStart));
        Begin();
        state = State.Skipping;
        return row;
    }

    /// <summary>Refuses the first line of the row only, and reads again what stands behind it.</summary>
    private DelimitedRow Restart(string problem)
    {
        var first = window.AsSpan(rowStart, at - rowStart).IndexOfAny('\n', '\r');
        if (first < 0 || restarts++ >= MaxRestarts)
            return Refuse(problem);
        var row = new DelimitedRow(line, [], problem);
        at = rowStart + first;
        at += window[at] == '\r' && at + 1 < filled && window[at + 1] == '\n' ? 2 : 1;
        line++;
        Begin();
        return row;
    }

    private void Begin()
    {
        (rowStart, state, cells) = (at, State.CellStart, []);
        cell.Clear();
    }

    private async ValueTask FillAsync(CancellationToken ct)
    {
        if (rowStart > 0)
        {
            window.AsSpan(rowStart, filled - rowStart).CopyTo(window);
            (at, filled, rowStart) = (at - rowStart, filled - rowStart, 0);
        }

        if (filled == window.Length)
            Array.Resize(ref window, window.Length * 2);
        var count = await text.ReadAsync(window.AsMemory(filled), ct);
        filled += count;
        isEnd = count == 0;
    }

    private static int LineEnds(ReadOnlySpan<char> raw)
    {
        var count = 0;
        for (var i = raw.IndexOfAny('\n', '\r'); i >= 0; i = raw.IndexOfAny('\n', '\r'))
        {
            count++;
            raw = raw[(i + (raw[i] == '\r' && i + 1 < raw.Length && raw[i + 1] == '\n' ? 2 : 1))..];
        }

        return count;
    }
}
