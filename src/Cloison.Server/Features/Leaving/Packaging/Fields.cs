using System.Text.Json;
using Cloison.Domain.Json;
using Cloison.Storage.Sealing;

namespace Cloison.Server.Features.Leaving.Packaging;

/// <summary>A row as it was read, its sealed columns still sealed.</summary>
internal sealed record Line(IReadOnlyDictionary<string, int> Columns, object?[] Values)
{
    public object? this[string column] => Values[Columns[column]];

    public string Text(string column) => (string)this[column]!;

    public long Number(string column) => Convert.ToInt64(this[column]);

    public byte[] Bytes(string column) => (byte[])this[column]!;
}

/// <summary>A column of a table and how it is written; absent when NULL.</summary>
internal abstract record Field(string Column)
{
    /// <summary>The member's name: <c>created_at</c> becomes <c>createdAt</c>.</summary>
    public string Member { get; } = JsonNamingPolicy.CamelCase.ConvertName(string.Concat(Column.Split('_').Select(w => char.ToUpperInvariant(w[0]) + w[1..])));

    public abstract void WriteValue(Utf8JsonWriter json, Line line, Sealer sealer);

    public void Write(Utf8JsonWriter json, Line line, Sealer sealer)
    {
        if (line[Column] is null)
            return;
        json.WritePropertyName(Member);
        WriteValue(json, line, sealer);
    }
}

internal sealed record TextField(string Column) : Field(Column)
{
    public override void WriteValue(Utf8JsonWriter json, Line line, Sealer sealer) => json.WriteStringValue(line.Text(Column));
}

internal sealed record NumberField(string Column) : Field(Column)
{
    public override void WriteValue(Utf8JsonWriter json, Line line, Sealer sealer) => json.WriteNumberValue(line.Number(Column));
}

internal sealed record RealField(string Column) : Field(Column)
{
    public override void WriteValue(Utf8JsonWriter json, Line line, Sealer sealer) => json.WriteNumberValue(Convert.ToDouble(line[Column]));
}

internal sealed record FlagField(string Column) : Field(Column)
{
    public override void WriteValue(Utf8JsonWriter json, Line line, Sealer sealer) => json.WriteBooleanValue(line.Number(Column) != 0);
}

internal sealed record TimeField(string Column) : Field(Column)
{
    public override void WriteValue(Utf8JsonWriter json, Line line, Sealer sealer) => json.WriteStringValue(DateTimeOffset.FromUnixTimeMilliseconds(line.Number(Column)));
}

/// <summary>A state that is stored as a number, in the word that the API uses for it.</summary>
internal sealed record WordField<T>(string Column) : Field(Column) where T : struct, Enum
{
    public override void WriteValue(Utf8JsonWriter json, Line line, Sealer sealer) =>
        JsonSerializer.Serialize(json, (T)Enum.ToObject(typeof(T), line.Number(Column)), DomainJson.Options);
}

internal sealed record SealedTextField(string Column, Func<Line, SealContext> Place) : Field(Column)
{
    public override void WriteValue(Utf8JsonWriter json, Line line, Sealer sealer) => json.WriteStringValue(sealer.OpenText(Place(line), line.Bytes(Column)));
}

internal sealed record SealedJsonField(string Column, Func<Line, SealContext> Place) : Field(Column)
{
    // Parsed and written anew: answers lie there as they were sent, and may have line ends in them.
    public override void WriteValue(Utf8JsonWriter json, Line line, Sealer sealer)
    {
        using var document = JsonDocument.Parse(sealer.Open(Place(line), line.Bytes(Column)));
        document.RootElement.WriteTo(json);
    }
}
