using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Cloison.Domain.Json;

/// <summary>The one set of JSON rules: camelCase, strict about what it does not know, no nulls written, duplicate keys refused.</summary>
public static class DomainJson
{
    public static readonly JsonSerializerOptions Options = Configure(new JsonSerializerOptions());

    /// <summary>Applies the rules to options that somebody else owns (ASP.NET Core's).</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DictionaryKeyPolicy = null;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.AllowOutOfOrderMetadataProperties = true;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        // Computed record properties (Box.Area) would leak into the JSON otherwise.
        options.IgnoreReadOnlyProperties = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = 32;
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(LetNullBeAbsent).WithAddedModifier(RefuseNullElements);
        options.Converters.Add(new IdJsonConverterFactory());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        return options;
    }

    // We write no nulls, so we must not demand them: a nullable parameter may be absent, a default value or not.
    private static void LetNullBeAbsent(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            if (property.AssociatedParameter is { IsNullable: true })
                property.IsRequired = false;
    }

    /// <summary>Nullable annotations are not looked at inside of lists and dictionaries: <c>{"regions":[null]}</c> would be taken.</summary>
    private static void RefuseNullElements(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.Type.Namespace?.StartsWith("Cloison.", StringComparison.Ordinal) != true)
            return;
        var lists = type.Properties.Where(p => (typeof(IEnumerable<object>).IsAssignableFrom(p.PropertyType) || IsDictionary(p.PropertyType)) && p.Get is not null).ToArray();
        if (lists.Length == 0)
            return;
        var then = type.OnDeserialized;
        type.OnDeserialized = value =>
        {
            then?.Invoke(value);
            foreach (var list in lists)
                if (HasNull(list.Get!(value)))
                    throw new JsonException($"The list '{list.Name}' has null in it.");
        };
    }

    private static bool IsDictionary(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) && !type.GetGenericArguments()[1].IsValueType;

    private static bool HasNull(object? collection)
    {
        foreach (var item in collection is IDictionary dictionary ? dictionary.Values : collection as IEnumerable ?? Array.Empty<object>())
            if (item is null)
                return true;
        return false;
    }
}
