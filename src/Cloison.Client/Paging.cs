using System.Runtime.CompilerServices;
using Cloison.Contracts;

namespace Cloison.Client;

internal static class Paging
{
    /// <summary>All items of a listing, page after page, as they are asked for.</summary>
    public static async IAsyncEnumerable<T> AllAsync<T>(Func<string?, CancellationToken, Task<Page<T>>> read, [EnumeratorCancellation] CancellationToken ct)
    {
        string? cursor = null;
        do
        {
            var page = await read(cursor, ct);
            foreach (var item in page.Items)
                yield return item;
            cursor = page.Next;
        }
        while (cursor is not null);
    }
}
