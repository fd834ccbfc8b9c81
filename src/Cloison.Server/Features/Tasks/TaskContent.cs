using Cloison.Domain.Tasks;

namespace Cloison.Server.Features.Tasks;

/// <summary>What of a task is sealed: its name (external id or file name) and its data.</summary>
internal sealed record TaskContent(string Name, TaskData Data)
{
    private const int ShownLength = 60;

    /// <summary>What people read: the name, or how the text begins, or the id. Rows may come without an id of their own.</summary>
    public string Shown(TaskId id)
    {
        if (Name.Length > 0)
            return Name;
        var text = Data.Json.Select(entry => Data.GetText(entry.Key)).FirstOrDefault(t => !string.IsNullOrWhiteSpace(t))?.Trim();
        return text is null ? id.Text : text.Length <= ShownLength ? text : text[..ShownLength] + "…";
    }
}

/// <summary>What of a comment is sealed.</summary>
internal sealed record CommentContent(string Text, string? Region = null, double? X = null, double? Y = null);

/// <summary>A result as sealed.</summary>
internal sealed record ResultContent(Domain.Annotations.AnnotationContent Content, double? Agreement, DateTimeOffset At);
