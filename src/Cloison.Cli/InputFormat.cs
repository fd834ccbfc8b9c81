using System.CommandLine;
using Cloison.Cli.Answers;
using Cloison.Formats.Files;

namespace Cloison.Cli;

/// <summary>Whether answers are a CSV table or JSON Lines: by option, or by the file's name.</summary>
internal static class InputFormat
{
    public static Option<string?> Option()
    {
        var option = new Option<string?>("--input-format") { Description = "csv or jsonl; otherwise by the name: .jsonl and .ndjson are JSON Lines, all else is CSV." };
        option.AcceptOnlyFromAmong("csv", "jsonl");
        return option;
    }

    public static bool IsJsonLines(string path, string? format = null) =>
        format is null ? Path.GetExtension(path).ToLowerInvariant() is ".jsonl" or ".ndjson" : format == "jsonl";

    public static Task<AnswerFile> ReadAsync(string path, AnswerOptions options, CancellationToken ct) => File.Exists(path)
        ? AnswerFileReader.ReadAsync(SingleFileSource.FromDisk(path), options, ct)
        : throw new CommandException($"There is no file {path}.");
}
