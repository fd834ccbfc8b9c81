namespace Cloison.Formats.Input;

/// <summary>What is in a file cannot be read. Never leaves this assembly: <see cref="Contained"/> turns it into a refusal.</summary>
/// <param name="place">Where, when it is not just the file.</param>
internal sealed class InputException(string reason, string? place = null) : Exception(reason)
{
    public string? Place { get; } = place;
}
