namespace Cloison.Server.Platform.Access;

/// <summary>The glass that a session came through: emergency access to one project, to read only, until then (R12).</summary>
internal sealed record CallerGlass(GlassId Id, ProjectId Project, DateTimeOffset ExpiresAt);
