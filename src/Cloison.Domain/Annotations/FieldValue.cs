using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cloison.Domain.Annotations;

/// <summary>An answer to a field. In JSON: a string, a number, a boolean, or a list of strings.</summary>
[JsonConverter(typeof(FieldValueJsonConverter))]
public abstract record FieldValue
{
    private protected FieldValue()
    {
    }

    public static implicit operator FieldValue(string text) => new TextValue(text);

    public static implicit operator FieldValue(double number) => new NumberValue(number);

    public static implicit operator FieldValue(bool truth) => new BooleanValue(truth);
}

public sealed record TextValue(string Text) : FieldValue;

public sealed record NumberValue(double Number) : FieldValue;

public sealed record BooleanValue(bool Truth) : FieldValue;

public sealed record ListValue(IReadOnlyList<string> Items) : FieldValue
{
    public bool Equals(ListValue? other) => other is not null && Items.SequenceEqual(other.Items, StringComparer.Ordinal);

    public override int GetHashCode() => Items.Aggregate(17, (hash, item) => HashCode.Combine(hash, item));
}

internal sealed class FieldValueJsonConverter : JsonConverter<FieldValue>
{
    // Without it a null would slip in as the value of a dictionary entry.
    public override bool HandleNull => true;

    public override FieldValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String: return new TextValue(reader.GetString()!);
            case JsonTokenType.Number: return new NumberValue(reader.GetDouble());
            case JsonTokenType.True or JsonTokenType.False: return new BooleanValue(reader.GetBoolean());
            case JsonTokenType.StartArray:
                var items = new List<string>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw Expected());
                return new ListValue(items);
            default: throw Expected();
        }
    }

    public override void Write(Utf8JsonWriter writer, FieldValue value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case TextValue text: writer.WriteStringValue(text.Text); break;
            case NumberValue number: writer.WriteNumberValue(number.Number); break;
            case BooleanValue boolean: writer.WriteBooleanValue(boolean.Truth); break;
            case ListValue list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                    writer.WriteStringValue(item);
                writer.WriteEndArray();
                break;
            default: throw new InvalidOperationException($"No JSON form for {value.GetType().Name}.");
        }
    }

    private static JsonException Expected() => new("An answer is a string, a number, true, false, or a list of strings.");
}
