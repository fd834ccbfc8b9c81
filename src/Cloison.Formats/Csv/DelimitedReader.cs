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
/// rows: each is reported with its first line, memory stays below the limit, and a quote that is never closed costs one row, not
/// the rest of the file.
/// </summary>
internal sealed class DelimitedReader(TextReader text, char delimiter, int maxRowChars)
{
    /// <summary>How often reading starts again behind a stray quote; beyond it, the row reaches to the end of what was read.</summary>
    private const int MaxRestarts = 100;

    private readonly char[] buffer = new char[16_384];
    private readonly StringBuilder raw = new();
    private int at;
    private int filled;
    private string pushedBack = "";
    private int pushedBackAt;
    private long line = 1;
    private int restarts;

    /// <summary>The next row; null at the end.</summary>
    public async ValueTask<DelimitedRow?> ReadAsync(CancellationToken ct)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var (first, state, isQuoted) = (line, State.CellStart, false);
        raw.Clear();
        while (true)
        {
            var c = await NextAsync(ct);
            if (c < 0)
            {
                if (raw.Length == 0)
                    return null;
                if (state == State.Quoted)
                    return Restart(first, "A quote that is opened here is never closed.");
                cells.Add(cell.ToString());
                return Finish(first, cells);
            }

            raw.Append((char)c);
            if (raw.Length > maxRowChars)
            {
                if (state == State.Quoted && raw.ToString().AsSpan().ContainsAny('\n', '\r'))
                    return Restart(first, $"The row is longer than {maxRowChars:N0} characters; a quote may not be closed.");
                await SkipLineAsync((char)c, ct);
                return new(first, [], $"The row is longer than {maxRowChars:N0} characters.");
            }

            if (state == State.Quoted)
            {
                if (c == '"')
                    state = State.AfterQuote;
                else
                {
                    cell.Append((char)c);
                    if (c == '\n')
                        line++;
                }

                continue;
            }

            if (c == '"' && state == State.CellStart)
                (state, isQuoted) = (State.Quoted, true);
            else if (c == '"' && state == State.AfterQuote)
            {
                cell.Append('"');
                state = State.Quoted;
            }
            else if (c == delimiter)
            {
                cells.Add(cell.ToString());
                cell.Clear();
                state = State.CellStart;
            }
            else if (c is '\n' or '\r')
            {
                if (c == '\r' && await PeekAsync(ct) == '\n')
                    await NextAsync(ct);
                line++;
                cells.Add(cell.ToString());
                return Finish(first, cells);
            }
            else if (state == State.AfterQuote && isQuoted)
            {
                await SkipLineAsync((char)c, ct);
                return new(first, [], "There is text behind a closing quote.");
            }
            else
            {
                cell.Append((char)c);
                state = State.InCell;
            }
        }
    }

    private enum State
    {
        CellStart,
        InCell,
        Quoted,
        AfterQuote,
    }

    private static DelimitedRow Finish(long first, List<string> cells) =>
        cells.Exists(c => c.Contains(Utf8Input.Invalid)) ? new(first, [], "The text is not valid UTF-8; save the file as UTF-8.") : new(first, cells);

    /// <summary>Refuses the first line only, and goes on reading behind it.</summary>
    private DelimitedRow Restart(long first, string problem)
    {
        var text = raw.ToString();
        var end = text.IndexOfAny(['\n', '\r']);
        if (end >= 0 && text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n')
            end++;
        if (end >= 0 && restarts++ < MaxRestarts)
        {
            pushedBack = text[(end + 1)..] + pushedBack[pushedBackAt..];
            (pushedBackAt, line) = (0, first + 1);
        }
        else
            line = first + text.Count(c => c == '\n') + 1;
        return new(first, [], problem);
    }

    private async ValueTask SkipLineAsync(char last, CancellationToken ct)
    {
        for (int c = last; c >= 0; c = await NextAsync(ct))
            if (c is '\n' or '\r')
            {
                if (c == '\r' && await PeekAsync(ct) == '\n')
                    await NextAsync(ct);
                break;
            }

        line++;
    }

    private async ValueTask<int> NextAsync(CancellationToken ct)
    {
        var c = await PeekAsync(ct);
        if (pushedBackAt < pushedBack.Length)
            pushedBackAt++;
        else
            at++;
        return c;
    }

    private async ValueTask<int> PeekAsync(CancellationToken ct)
    {
        if (pushedBackAt < pushedBack.Length)
            return pushedBack[pushedBackAt];
        if (at >= filled)
            (filled, at) = (await text.ReadAsync(buffer, ct), 0);
        return filled == 0 ? -1 : buffer[at];
    }
}
