using System.Security.Cryptography;
using Cloison.Domain.People;

namespace Cloison.Cli.Demonstration;

/// <summary>Somebody in the demo, with the password that is printed for him.</summary>
internal sealed record DemoPerson(string Name, string Email, string Customer, IReadOnlyList<Role> Roles)
{
    /// <summary>No letters or digits that look alike: it is read from a terminal and typed.</summary>
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    public const string Heron = "Heron Lab", Otter = "Otter AI";

    public string Password { get; } = string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Letters, 4)));

    public static DemoPerson Administrator => new("Ada Brandt", "ada@heron.example", Heron, [Role.Administrator]);

    /// <summary>Everybody but the first administrator; the rival's administrator comes first among hers.</summary>
    public static IReadOnlyList<DemoPerson> Others =>
    [
        new("Emil Fischer", "emil@heron.example", Heron, [Role.Engineer]),
        new("Lena Costa", "lena@heron.example", Heron, [Role.Lead]),
        new("Ravi Nair", "ravi@heron.example", Heron, [Role.Reviewer]),
        new("Ana Silva", "ana@heron.example", Heron, [Role.Annotator]),
        new("Ben Okoro", "ben@heron.example", Heron, [Role.Annotator]),
        new("Olga Lutz", "olga@otter.example", Otter, [Role.Administrator]),
    ];
}
