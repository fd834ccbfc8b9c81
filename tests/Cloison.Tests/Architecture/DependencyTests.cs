using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml;
using Cloison.Tests.TestData;

namespace Cloison.Tests.Architecture;

public sealed class DependencyTests
{
    [Fact]
    public void Projects_reference_only_what_the_architecture_allows()
    {
        var table = DependencyTable.Parse(File.ReadAllText(Path.Combine(Repository.Root, "ARCHITECTURE.md")));

        Assert.Empty(table.Violations(ReferencesOnDisk()));
    }

    [Fact]
    public void Every_project_under_src_is_found_and_the_compiled_ones_are_read()
    {
        var references = ReferencesOnDisk();

        Assert.Equal(Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(d => DependencyTable.Short(Path.GetFileName(d))).Order(), references.Keys.Order());
        Assert.Contains("Domain", references["Formats"]);
        Assert.Contains("Domain", CompiledReferences(Path.Combine(AppContext.BaseDirectory, "Cloison.Inference.dll")));
    }

    [Theory]
    [InlineData("Domain", "Formats", "Domain may not reference Formats.")]
    [InlineData("Transparency", "Domain", "Transparency may not reference Domain.")]
    [InlineData("Inference", "Storage", "Inference may not reference Storage.")]
    [InlineData("Utils", "Domain", "Utils is not in the table.")]
    public void A_planted_violation_is_found(string project, string reference, string said)
    {
        var table = DependencyTable.Parse("""
            # Something
            | project | may reference |
            | --- | --- |
            | Utils | Domain |
            ## Dependencies
            | project | may reference |
            | --- | --- |
            | Domain | none |
            | Transparency | none |
            | `Cloison.Inference` | Domain |
            """);

        Assert.Equal([said], table.Violations(Fabricate(project, reference)));
    }

    [Fact]
    public void Domain_comes_along_with_what_references_it()
    {
        var table = DependencyTable.Parse("## Dependencies\n| project | may reference |\n|---|---|\n| Contracts | Domain |\n| Client | Contracts |\n");

        Assert.Empty(table.Violations(Fabricate("Client", "Domain")));
    }

    private static Dictionary<string, IReadOnlySet<string>> Fabricate(string project, string reference) =>
        new() { [project] = new HashSet<string> { reference } };

    private static Dictionary<string, IReadOnlySet<string>> ReferencesOnDisk()
    {
        var all = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        foreach (var folder in Directory.GetDirectories(Path.Combine(Repository.Root, "src")))
        {
            var name = Path.GetFileName(folder);
            var references = ProjectReferences(Path.Combine(folder, name + ".csproj"));
            var bin = Path.Combine(folder, "bin");
            var compiled = Directory.Exists(bin) ? Directory.GetFiles(bin, name + ".dll", SearchOption.AllDirectories) : [];
            foreach (var assembly in compiled.OrderByDescending(File.GetLastWriteTimeUtc).Take(1))
                references.UnionWith(CompiledReferences(assembly));
            all[DependencyTable.Short(name)] = references;
        }

        return all;
    }

    private static HashSet<string> ProjectReferences(string project)
    {
        var references = new HashSet<string>(StringComparer.Ordinal);
        using var xml = XmlReader.Create(project);
        while (xml.ReadToFollowing("ProjectReference"))
            references.Add(DependencyTable.Short(Path.GetFileNameWithoutExtension(xml.GetAttribute("Include")!.Replace('\\', '/'))));
        return references;
    }

    private static HashSet<string> CompiledReferences(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(h => metadata.GetString(metadata.GetAssemblyReference(h).Name))
            .Where(n => n.StartsWith(DependencyTable.Prefix, StringComparison.Ordinal)).Select(DependencyTable.Short)];
    }
}
