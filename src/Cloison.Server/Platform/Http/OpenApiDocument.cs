using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ids;
using Cloison.Domain.Tasks;
using Cloison.Server.Platform.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OpenApiDocumentModel = Microsoft.OpenApi.OpenApiDocument;

namespace Cloison.Server.Platform.Http;

/// <summary>The OpenAPI 3.1 document at <c>/api/openapi.json</c>: what the types cannot say by themselves is said here.</summary>
internal static partial class OpenApiDocument
{
    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi("openapi", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.CreateSchemaReferenceId = type => IsInline(type.Type) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            Describe(schema, context.JsonTypeInfo.Type);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            Describe(operation, context.Description.ActionDescriptor.EndpointMetadata, context.Document);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "Cloison", Version = "1", Description = "Labelled data, with walls that every customer can check. Errors are RFC 9457 problems with a stable `code`; listings have a `next` cursor." };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key of the customer." },
                ["session"] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = SessionCookieName, Description = "The web UI's session; changes also need the header X-Cloison: 1.",
                },
            };
            return Task.CompletedTask;
        });
    });

    public static void MapApiDescription(this WebApplication app) =>
        app.MapOpenApi("/api/{documentName}.json").Public("Describes the product, not anybody's data.");

    private const string SessionCookieName = "__Host-cloison";

    private static bool IsInline(Type type) =>
        type == typeof(JsonElement) || type == typeof(FieldValue) || type == typeof(TaskData) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Id<>));

    private static void Describe(OpenApiSchema schema, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Id<>))
        {
            var prefix = (string)type.GetGenericArguments()[0].GetProperty(nameof(IIdKind.Prefix))!.GetValue(null)!;
            schema.Type = JsonSchemaType.String;
            schema.Pattern = $"^{prefix}_[0-7][0-9a-hjkmnp-tv-z]{{25}}$";
        }
        else if (type == typeof(FieldValue))
        {
            schema.AnyOf =
            [
                new OpenApiSchema { Type = JsonSchemaType.String }, new OpenApiSchema { Type = JsonSchemaType.Number }, new OpenApiSchema { Type = JsonSchemaType.Boolean },
                new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            ];
        }
        else if (type == typeof(TaskData))
        {
            schema.Type = JsonSchemaType.Object;
            schema.Description = "Texts, other JSON values, or asset references, by input name.";
        }
    }

    private static void Describe(OpenApiOperation operation, IList<object> metadata, OpenApiDocumentModel? document)
    {
        if (metadata.OfType<MethodInfo>().FirstOrDefault()?.DeclaringType is { } useCase)
        {
            // Use cases are named by verb and noun: ClaimTask is "Claim task".
            operation.Summary = WordStart.Replace(useCase.Name, match => " " + match.Value.ToLowerInvariant());
        }

        if (metadata.OfType<PublicRoute>().FirstOrDefault() is { } open)
            operation.Description = $"Public. {open.Reason}";
        else if (metadata.OfType<IAuthorizeData>().LastOrDefault()?.Policy is { } policy)
        {
            var keysMay = Policies.InCompartment.TryGetValue(policy, out var who) && who.Scope is not null;
            operation.Description = who.Roles is null
                ? $"For: {policy}."
                : $"For: {string.Join(", ", who.Roles.Append(Domain.People.Role.Administrator))}{(who.Scope is { } scope ? $"; keys with scope {scope.ToString().ToLowerInvariant()}" : "; not for keys")}.";
            operation.Security = [Needs("session", document), .. keysMay ? [Needs("key", document)] : Array.Empty<OpenApiSecurityRequirement>()];
        }

        if (metadata.OfType<StreamedBody>().FirstOrDefault() is { } body)
            operation.RequestBody = new OpenApiRequestBody
            {
                Description = body.What,
                Required = true,
                Content = body.MediaTypes.ToDictionary(type => type, _ => new OpenApiMediaType(), StringComparer.Ordinal),
            };
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse { Description = "A problem: RFC 9457, with `code` and, for bad input, `errors` with `path` and `reason`." };
    }

    private static OpenApiSecurityRequirement Needs(string scheme, OpenApiDocumentModel? document) => new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };

    [GeneratedRegex("(?<=.)[A-Z]", RegexOptions.None, 100)]
    private static partial Regex WordStart { get; }
}
