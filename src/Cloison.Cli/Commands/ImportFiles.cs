using Microsoft.Extensions.FileSystemGlobbing;

namespace Cloison.Cli.Commands;

/// <summary>A file on this machine, and the name that the import knows it by.</summary>
/// <param name="Name">Relative, '/' between folders: what label files call it.</param>
internal sealed record ImportFile(string Path, string Name, long LengthBytes)
{
    /// <summary>
    /// What the arguments mean: a file goes by its own name, the files of a folder by their path below it, those of a pattern
    /// (<c>photos/**/*.jpg</c>) by their path below the part without wildcards. Hidden files are left out of folders and patterns.
    /// </summary>
    /// <exception cref="CommandException">Nothing is there, or two files would go by one name.</exception>
    public static IReadOnlyList<ImportFile> Find(IEnumerable<string> arguments)
    {
        var files = new List<ImportFile>();
        foreach (var argument in arguments)
        {
            var found = In(argument).ToList();
            if (found.Count == 0)
                throw new CommandException($"There is nothing to import at {argument}.");
            files.AddRange(found);
        }

        if (files.GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw CommandException.Usage($"Two files would both be called '{same.Key}': {string.Join(" and ", same.Take(2).Select(f => f.Path))}. Import the folder above them.");
        return files;
    }

    private static IEnumerable<ImportFile> In(string argument)
    {
        if (File.Exists(argument))
            return [Of(argument, System.IO.Path.GetFileName(argument))];
        if (Directory.Exists(argument))
            return Below(argument, "**/*");
        var (folder, pattern) = Split(argument);
        return pattern.Length > 0 && Directory.Exists(folder) ? Below(folder, pattern) : [];
    }

    private static IEnumerable<ImportFile> Below(string folder, string pattern)
    {
        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddInclude(pattern);
        return from path in matcher.GetResultsInFullPath(folder)
            let name = System.IO.Path.GetRelativePath(folder, path).Replace(System.IO.Path.DirectorySeparatorChar, '/')
            where !name.Split('/').Any(part => part.StartsWith('.'))
            orderby name
            select Of(path, name);
    }

    /// <summary>The folder before the first part with a wildcard, and the rest.</summary>
    private static (string Folder, string Pattern) Split(string argument)
    {
        var parts = argument.Replace('\\', '/').Split('/');
        var wild = Array.FindIndex(parts, part => part.AsSpan().ContainsAny('*', '?'));
        if (wild < 0)
            return (argument, "");
        var folder = string.Join('/', parts[..wild]);
        return (folder.Length > 0 ? folder : argument.StartsWith('/') ? "/" : ".", string.Join('/', parts[wild..]));
    }

    private static ImportFile Of(string path, string name) => new(path, name, new FileInfo(path).Length);
}
