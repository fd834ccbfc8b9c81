namespace Cloison.Cli.Answers;

/// <summary>What is wrong with a file, and where.</summary>
internal static class Bad
{
    /// <param name="place">The file, and the line.</param>
    public static InvalidDataException At(string place, string what) => new($"{place}: {what}.");
}
