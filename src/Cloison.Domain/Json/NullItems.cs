using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Cloison.Domain.Json;

/// <summary>
/// Refuses null among the items of a list or the values of a dictionary. The serializer's own check stops at the property: <c>[null]</c> would
/// come in where the type promises a value, and be a crash far from the input.
/// </summary>
internal static class NullItems
{
    public static void Refuse(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        var collections = type.Properties.Where(p => p.Get is not null && HoldsReferences(p.PropertyType)).ToArray();
        if (collections.Length == 0)
            return;
        type.OnDeserialized += read =>
        {
            foreach (var property in collections)
                if (property.Get!(read) is { } value && HasNull(value))
                    throw new JsonException($"'{property.Name}' holds a null.");
        };
    }

    private static bool HasNull(object collection)
    {
        foreach (var item in collection is IDictionary dictionary ? dictionary.Values : (IEnumerable)collection)
            if (item is null)
                return true;
        return false;
    }

    private static bool HoldsReferences(Type type)
    {
        if (type == typeof(string) || typeof(JsonNode).IsAssignableFrom(type))
            return false;
        var item = type.GetInterfaces().Append(type)
            .FirstOrDefault(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
        if (item is { IsGenericType: true } && item.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
            item = item.GetGenericArguments()[1];
        return item is { IsValueType: false };
    }
}
