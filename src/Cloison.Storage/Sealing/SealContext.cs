namespace Cloison.Storage.Sealing;

/// <summary>
/// The place of a sealed value. It is bound into the seal, together with the compartment and the key number: bytes that were moved
/// to another row, column, table or compartment do not open.
/// </summary>
/// <param name="Table">The table, such as <c>task</c>. No name of a customer or person: it is not secret.</param>
/// <param name="Column">The column, such as <c>data</c>.</param>
/// <param name="Row">The row's id, as text. Each field: 1 to 255 bytes of UTF-8.</param>
/// <remarks>A row's own older value still opens at its place. Where that matters, the access log holds the newest content's hash.</remarks>
public readonly record struct SealContext(string Table, string Column, string Row)
{
    /// <summary>Part of the frozen format: a new envelope version gets a new text.</summary>
    internal const string Scheme = "cloison-v1";

    internal static readonly int MaxBytes = CanonicalWriter.MaxBytes(texts: 5, numbers: 1);

    /// <summary>Writes (scheme, compartment, table, column, row, key number); see <see cref="CanonicalWriter"/>.</summary>
    internal ReadOnlySpan<byte> Encode(Span<byte> destination, CompartmentName compartment, uint keyNumber)
    {
        var writer = new CanonicalWriter(destination);
        writer.Text(Scheme);
        writer.Text(compartment.Text);
        writer.Text(Table);
        writer.Text(Column);
        writer.Text(Row);
        writer.Number(keyNumber);
        return destination[..writer.Written.Length];
    }
}
