// The assignment problem by shortest augmenting paths with potentials, O(n^2 m):
// Kuhn, H. W. (1955), doi:10.1002/nav.3800020109; Jonker, R., Volgenant, A. (1987), doi:10.1007/BF02278710.
namespace Cloison.Inference.Regions;

/// <summary>Matches rows to columns, each at most once, so that the sum of what the matches are worth is the largest.</summary>
public static class Assignment
{
    /// <param name="worth">Row by row, finite. What is worth 0 or less stays unmatched.</param>
    /// <returns>For each row its column, or -1.</returns>
    public static int[] Best(ReadOnlySpan<double> worth, int rows, int columns)
    {
        if (rows == 0 || columns == 0)
            return Unmatched(rows);
        if (rows > columns)
        {
            var turned = new double[worth.Length];
            for (var i = 0; i < rows; i++)
                for (var j = 0; j < columns; j++)
                    turned[j * rows + i] = worth[i * columns + j];
            var ofColumn = Best(turned, columns, rows);
            var back = Unmatched(rows);
            for (var j = 0; j < columns; j++)
                if (ofColumn[j] >= 0)
                    back[ofColumn[j]] = j;
            return back;
        }

        // Index 0 stands for "none": u, v are the potentials, rowOf[j] the row matched to column j, way[j] the column before j on the path.
        var u = new double[rows + 1];
        var v = new double[columns + 1];
        var rowOf = new int[columns + 1];
        var way = new int[columns + 1];
        var least = new double[columns + 1];
        var isUsed = new bool[columns + 1];
        for (var i = 1; i <= rows; i++)
        {
            rowOf[0] = i;
            var at = 0;
            Array.Fill(least, double.PositiveInfinity);
            Array.Clear(isUsed);
            do
            {
                isUsed[at] = true;
                var (row, delta, next) = (rowOf[at], double.PositiveInfinity, 0);
                for (var j = 1; j <= columns; j++)
                {
                    if (isUsed[j])
                        continue;
                    // What is worth less than nothing costs no more than leaving the row alone.
                    var cost = -Math.Max(0, worth[(row - 1) * columns + j - 1]) - u[row] - v[j];
                    if (cost < least[j])
                        (least[j], way[j]) = (cost, at);
                    if (least[j] < delta)
                        (delta, next) = (least[j], j);
                }

                for (var j = 0; j <= columns; j++)
                    if (isUsed[j])
                    {
                        u[rowOf[j]] += delta;
                        v[j] -= delta;
                    }
                    else
                    {
                        least[j] -= delta;
                    }

                at = next;
            }
            while (rowOf[at] != 0);
            while (at != 0)
            {
                rowOf[at] = rowOf[way[at]];
                at = way[at];
            }
        }

        var matched = Unmatched(rows);
        for (var j = 1; j <= columns; j++)
            if (rowOf[j] > 0 && worth[(rowOf[j] - 1) * columns + j - 1] > 0)
                matched[rowOf[j] - 1] = j - 1;
        return matched;
    }

    private static int[] Unmatched(int rows)
    {
        var none = new int[rows];
        Array.Fill(none, -1);
        return none;
    }
}
