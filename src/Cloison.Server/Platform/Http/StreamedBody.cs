namespace Cloison.Server.Platform.Http;

/// <summary>Says in the API description what a route reads from its body as a stream, which no parameter shows.</summary>
internal sealed record StreamedBody(string What, params string[] MediaTypes);
