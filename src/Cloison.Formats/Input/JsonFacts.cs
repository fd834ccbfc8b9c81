using System.Text.Json;
using System.Text.Json.Nodes;
using Cloison.Domain.Annotations;

namespace Cloison.Formats.Input;

/// <summary>Reads members of JSON from others: a wrong kind is null or a refusal, never an exception that escapes.</summary>
internal static class JsonFacts
{
    public static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    /// <exception cref="InputException">The string has an unpaired surrogate.</exception>
    public static string? Text(this JsonElement? json)
    {
        if (json is not { ValueKind: JsonValueKind.String } text)
            return null;
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            throw new InputException("A string is not valid Unicode: it has half a surrogate pair.");
        }
    }

    /// <exception cref="InputException">The name has an unpaired surrogate.</exception>
    public static string SafeName(this JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw new InputException("A name is not valid Unicode: it has half a surrogate pair.");
        }
    }

    public static double? Number(this JsonElement? json) =>
        json is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) ? value : null;

    public static int? PositiveInteger(this JsonElement? json) => json.Number() is { } n && n == Math.Floor(n) && n is > 0 and <= InputLimits.MaxPixels ? (int)n : null;

    /// <summary>All numbers of an array, or null when it is something else.</summary>
    public static double[]? Numbers(this JsonElement? json)
    {
        if (json is not { ValueKind: JsonValueKind.Array } array)
            return null;
        var numbers = new double[array.GetArrayLength()];
        var i = 0;
        foreach (var element in array.EnumerateArray())
        {
            if (((JsonElement?)element).Number() is not { } number)
                return null;
            numbers[i++] = number;
        }

        return numbers;
    }

    /// <summary>An answer as JSON spells it; null for what is no answer (null, objects, mixed lists).</summary>
    public static FieldValue? Value(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String: return new TextValue(((JsonElement?)json).Text()!);
            case JsonValueKind.Number: return json.TryGetDouble(out var number) && double.IsFinite(number) ? new NumberValue(number) : null;
            case JsonValueKind.True: return new BooleanValue(true);
            case JsonValueKind.False: return new BooleanValue(false);
            case JsonValueKind.Array:
                var items = new List<string>();
                foreach (var element in json.EnumerateArray())
                    if (((JsonElement?)element).Text() is { } text)
                        items.Add(text);
                    else
                        return null;
                return new ListValue(items);
            default: return null;
        }
    }

    /// <summary>
    /// Goes through a whole tree: its nodes are made lazily, and would throw for double names and half surrogates only when somebody
    /// touches them.
    /// </summary>
    /// <exception cref="InputException">There is such a place.</exception>
    public static void Materialise(JsonNode? node)
    {
        try
        {
            Touch(node);
        }
        catch (ArgumentException)
        {
            throw new InputException("An object has the same name twice.");
        }
        catch (InvalidOperationException)
        {
            throw new InputException("A string is not valid Unicode: it has half a surrogate pair.");
        }
    }

    private static void Touch(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject json:
                foreach (var (_, member) in json)
                    Touch(member);
                break;
            case JsonArray array:
                foreach (var element in array)
                    Touch(element);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                value.GetValue<string>();
                break;
        }
    }
}
