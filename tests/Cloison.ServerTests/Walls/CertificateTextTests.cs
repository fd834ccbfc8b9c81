using Cloison.Contracts;

namespace Cloison.ServerTests.Walls;

public sealed class CertificateTextTests
{
    private static readonly DateTimeOffset At = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);
    private static readonly CertificateHead Head = new("amber-heron", new('a', 64), At, 1, new(7, new('b', 64)), new(9, "cm9vdA=="));
    private static readonly OwnerEntry[] Owners = [new("Jo van der Doe", OwnerKind.Owner, 33.5m, ["calm-otter", "bold-wren"]), new("Max", OwnerKind.Board, null, [])];

    public static TheoryData<string> Kinds => ["screening", "nobody", "end", "ownership", "nothing", "acceptance"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_written_reads_the_same(string kind)
    {
        var certificate = Sample(kind);
        var read = Certificate.Parse(certificate.ToText());
        Assert.Equal(certificate.GetType(), read.GetType());
        Assert.Equal(certificate.ToText(), read.ToText());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_text_that_lacks_a_line_or_has_one_more_or_in_another_place_is_none(string kind)
    {
        var lines = Sample(kind).ToText().Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = i;
            Refused(lines.Where((_, n) => n != line));
            Refused(lines.SelectMany((l, n) => n == line ? new[] { l, l } : [l]));
            Refused(lines.Select((l, n) => n == line ? l + "  more" : l));
            // Two people or two owners may change places only where that is another register.
            if (i > 0 && !lines[i].StartsWith("person ", StringComparison.Ordinal))
                Refused(lines.Select((l, n) => n == line ? lines[n - 1] : n == line - 1 ? lines[n + 1] : l));
        }

        Refused([]);

        static void Refused(IEnumerable<string> lines) => Assert.Throws<FormatException>(() => Certificate.Parse(string.Join('\n', lines)));
    }

    [Fact]
    public void The_hash_of_a_register_is_of_every_word_in_it()
    {
        var hash = OwnerRegisterText.HashOf(3, Owners);
        Assert.Equal("cloison ownership register v1\nversion 3\nowner owner 33.5 calm-otter,bold-wren Jo van der Doe\nowner board - - Max\n", OwnerRegisterText.Of(3, Owners));
        Assert.Equal(hash, OwnerRegisterText.HashOf(3, [.. Owners.Select(o => o with { Share = o.Share is null ? null : 33.50m })]));
        foreach (var (version, owners) in new (int, OwnerEntry[])[]
        {
            (4, Owners), (3, [Owners[0]]), (3, [Owners[1], Owners[0]]), (3, [Owners[0] with { Name = "Jo" }, Owners[1]]), (3, [Owners[0] with { Kind = OwnerKind.Investor }, Owners[1]]),
            (3, [Owners[0] with { Share = 33.51m }, Owners[1]]), (3, [Owners[0] with { Interests = ["calm-otter"] }, Owners[1]]),
        })
            Assert.NotEqual(hash, OwnerRegisterText.HashOf(version, owners));
    }

    private static Certificate Sample(string kind) => kind switch
    {
        "screening" => new ScreeningCertificate(Head, 365, [new(["p1"], At, false), new(["p2", "p3"], At.AddDays(1), true)]),
        "nobody" => new ScreeningCertificate(Head with { Registry = new(0, "") }, 400, []),
        "end" => new EndOfScreenNotice(Head, "p1", At, 365, At.AddDays(365)),
        "ownership" => new OwnershipStatement(Head, new(3, OwnerRegisterText.HashOf(3, Owners), At, Owners), new(4, OwnerRegisterText.HashOf(4, []), At.AddDays(1), [])),
        "acceptance" => new AcceptanceCertificate(
            Head, ProjectId.New(At), BatchId.New(At), "Night \"drives\"", 2, 1, At, new(0.05, BatchId.New(At), 0.01, Kinds: ["class:Car", "class:Traffic light"]), 1200, 3, 0, "18446744073709551615",
            new('c', 64), new('d', 64), 0.1, 0.97, false, 2, 1, 1, 0.5, 0.8, 0.25, 0.9,
            [new(Task(1), "", DrawnTaskState.Wrong, 0), new(Task(2), "ab", DrawnTaskState.Right, 1), new(Task(3), "ab", DrawnTaskState.Waiting, 0)],
            [new("class:Car", 2, 1, 0.5, 0.8, 0.25, 0.9), new("class:Traffic light", 1, 0, 0, 0.95, 0, 0.95)],
            [new(Task(1), new("class:Car", 1, "Two\nlines.")), new(Task(1), new("class:Traffic light", 1E-05))]),
        _ => new OwnershipStatement(Head, null, null),
    };

    private static TaskId Task(int n) => TaskId.Parse($"tsk_{new string('0', 25)}{n}");
}
