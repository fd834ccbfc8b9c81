using Cloison.Domain.Tasks;

namespace Cloison.Server.Features.Tasks;

/// <summary>What of a task is sealed: its name (external id or file name) and its data.</summary>
internal sealed record TaskContent(string Name, TaskData Data);

/// <summary>What of a comment is sealed.</summary>
internal sealed record CommentContent(string Text, string? Region = null, double? X = null, double? Y = null);

/// <summary>A result as sealed.</summary>
internal sealed record ResultContent(Domain.Annotations.AnnotationContent Content, double? Agreement, DateTimeOffset At);
