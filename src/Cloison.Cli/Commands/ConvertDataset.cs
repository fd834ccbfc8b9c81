using System.CommandLine;
using Cloison.Formats;
using Cloison.Formats.Files;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison convert --from F --to F IN OUT</c>: from any format to any other, without a server.</summary>
internal static class ConvertDataset
{
    private const int RefusalsShown = 20;

    public static Command Command()
    {
        var from = new Option<string>("--from") { Description = $"The format that is there: {Ids(f => f.CanImport)}.", Required = true };
        var to = new Option<string>("--to") { Description = $"The format that is wanted: {Ids(f => f.CanExport)}.", Required = true };
        var input = new Argument<string>("in") { Description = "A file, a zip archive, or a folder." };
        var output = new Argument<string>("out") { Description = "The file to write." };
        var force = new Option<bool>("--force") { Description = "Replaces a file that is there." };
        var command = new Command("convert", "Converts a data set from one format to another, and says what did not fit.") { from, to, input, output, force };
        command.SetAction(async (parsed, ct) =>
        {
            var source = Find(parsed.GetValue(from)!, f => f.CanImport, "read");
            var target = Find(parsed.GetValue(to)!, f => f.CanExport, "write");
            var path = Path.GetFullPath(parsed.GetValue(output)!);
            if (File.Exists(path) && !parsed.GetValue(force))
                throw CommandException.Usage($"{path} is there already; --force replaces it.");
            Print(Terminal.Of(parsed), await RunAsync(source, parsed.GetValue(input)!, target, path, ct), path);
            return CommandLine.Done;
        });
        return command;
    }

    private static async Task<ConversionReport> RunAsync(FormatInfo from, string input, FormatInfo to, string path, CancellationToken ct)
    {
        var files = await OpenAsync(input, ct);
        await using var archive = files as IAsyncDisposable;
        // Under its name only when it is whole.
        var unfinished = path + ".part";
        try
        {
            ConversionReport report;
            await using (var output = File.Create(unfinished))
                report = await DatasetConverter.ConvertAsync(from, files, to, output, ct: ct);
            File.Move(unfinished, path, overwrite: true);
            return report;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static async Task<IFileSource> OpenAsync(string input, CancellationToken ct)
    {
        if (Directory.Exists(input))
            return new FolderSource(input);
        if (!File.Exists(input))
            throw new CommandException($"There is no file or folder {input}.");
        return Path.GetExtension(input).Equals(".zip", StringComparison.OrdinalIgnoreCase)
            ? await ZipSource.OpenAsync(File.OpenRead(input), ct: ct)
            : SingleFileSource.FromDisk(input);
    }

    private static void Print(Terminal terminal, ConversionReport report, string path)
    {
        if (report.RefusalCount > 0)
            terminal.Table(["refused", "why"], report.Refusals.Take(RefusalsShown).Select(r => new[] { r.Place, r.Reason }));
        if (report.RefusalCount > RefusalsShown)
            terminal.Say($"… and {report.RefusalCount - RefusalsShown} more.");
        if (!report.Fidelity.IsLossless)
            terminal.Table(["not in the file", "why", "times", "first in"], report.Fidelity.Losses.Select(l => new[] { l.Kind, l.Reason, $"{l.Count}", l.Example }));
        terminal.Say(
            $"{path}: {report.Fidelity.Items} of {report.Items} items, {report.Fidelity.Regions} regions"
            + (report.Fidelity.IsLossless ? ", nothing lost." : "; what did not fit is listed above."));
    }

    private static FormatInfo Find(string id, Func<FormatInfo, bool> isFit, string verb) =>
        FormatCatalog.Find(id) is { } format && isFit(format)
            ? format
            : throw CommandException.Usage($"No format '{id}' can be {(verb == "read" ? "read" : "written")}: {Ids(isFit)} can.");

    private static string Ids(Func<FormatInfo, bool> isFit) => string.Join(", ", FormatCatalog.All.Where(isFit).Select(f => f.Id));
}
