using System.Reflection;
using System.Text.RegularExpressions;
using Cloison.Server.Platform;
using Cloison.Storage.Compartments;
using Cloison.Storage.Sealing;

namespace Cloison.ServerTests.Custody;

/// <summary>A rotation that forgot a column would destroy what is in it: the list is held against the migrations and against <see cref="Seals"/>.</summary>
public sealed class SealedColumnsTests
{
    [Fact]
    public void Every_binary_column_is_in_the_list_or_declared_not_to_be_sealed()
    {
        var listed = SealedColumns.OfProjects.Concat(SealedColumns.OfCompartment).Select(c => $"{c.Table}.{c.Column}").ToList();
        Assert.Distinct(listed);
        var declared = listed.Concat(SealedColumns.NotSealed).ToHashSet(StringComparer.Ordinal);
        var inDatabase = BinaryColumns().ToHashSet(StringComparer.Ordinal);
        Assert.True(inDatabase.Count > 20);
        Assert.Equal([], inDatabase.Except(declared));
        Assert.Equal([], declared.Except(inDatabase));
    }

    [Fact]
    public void Each_row_is_bound_as_Seals_says()
    {
        var seals = typeof(Seals).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => m.ReturnType == typeof(SealContext)).ToList();
        var all = SealedColumns.OfProjects.Concat(SealedColumns.OfCompartment).ToList();
        // One more is bound to no id: there is only one row.
        Assert.Equal(all.Count - 1, seals.Count);
        Assert.Equal(Seals.BlindSettings, all.Single(c => c.Table == "blind_settings").Context([1L]));
        foreach (var seal in seals)
        {
            // Of each kind of key the same sample, whatever its type.
            var arguments = seal.GetParameters().Select(p => Sample(p.ParameterType)).ToArray();
            var context = (SealContext)seal.Invoke(null, arguments)!;
            var column = Assert.Single(all, c => c.Table == context.Table && c.Column == context.Column);
            Assert.Equal(context, column.Context([.. arguments.Select(AsStored)]));
            Assert.Equal(arguments.Length, column.Keys.Count);
        }
    }

    private static object AsStored(object argument) => argument switch
    {
        string hex => Convert.FromHexString(hex),
        int number => (long)number,
        long number => number,
        _ => argument.ToString()!,
    };

    private static object Sample(Type type) => type == typeof(int) ? 3 : type == typeof(long) ? 4L : type == typeof(string) ? "abcdef" : type.GetMethod("New")!.Invoke(null, [DateTimeOffset.UnixEpoch])!;

    private static IEnumerable<string> BinaryColumns()
    {
        var assembly = typeof(Installation).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.Contains(".Migrations.Compartment.", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var table = "";
            foreach (var line in reader.ReadToEnd().Split('\n'))
            {
                if (Regex.Match(line, @"^CREATE TABLE (\w+)", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } start)
                    table = start.Groups[1].Value;
                else if (Regex.Match(line, @"^\s+(\w+) BYTEA", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } column)
                    yield return $"{table}.{column.Groups[1].Value}";
            }
        }
    }
}
