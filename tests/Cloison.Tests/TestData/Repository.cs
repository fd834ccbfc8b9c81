namespace Cloison.Tests.TestData;

/// <summary>Places on disk.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>A file or folder of the data beside the repository; the test is shown as skipped where there is none.</summary>
    public static string Shared(string path)
    {
        var full = Path.Combine(Root, "..", "shared", path);
        Assert.SkipUnless(Path.Exists(full), $"../shared/{path} is not here.");
        return full;
    }

    public static string Sample(string path) => Path.Combine(Root, "samples", path);

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Cloison.slnx")) || File.Exists(Path.Combine(at.FullName, "global.json")))
                return at.FullName;
        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
