using System.Text.Json;
using System.Text.Json.Serialization;
using Cloison.Domain.Ids;

namespace Cloison.Domain.Json;

/// <summary>Ids travel as their text; a wrong prefix or length is a <see cref="JsonException"/>, never an empty id.</summary>
internal sealed class IdJsonConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Id<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<TKind> : JsonConverter<Id<TKind>> where TKind : IIdKind
    {
        public override Id<TKind> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Id<TKind>.TryParse(reader.GetString(), out var id)
                ? id
                : throw new JsonException($"An id of the form {TKind.Prefix}_… is expected here.");

        public override void Write(Utf8JsonWriter writer, Id<TKind> value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);

        public override Id<TKind> ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Id<TKind>.TryParse(reader.GetString(), out var id) ? id : throw new JsonException($"An id of the form {TKind.Prefix}_… is expected here.");

        public override void WriteAsPropertyName(Utf8JsonWriter writer, Id<TKind> value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value.Text);
    }
}
