using Cloison.Contracts;

namespace Cloison.ServerTests.Leaving;

public sealed class CertificateTests
{
    private static readonly DateTimeOffset At = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);

    private static readonly DeletionCertificate Sample = new(
        "amber-heron", new('a', 64), "pseudonym-1", At, "pseudonym-2", At.AddDays(1), At.AddDays(1).AddSeconds(1), At.AddDays(1).AddSeconds(2),
        [new(1, "root", null, "0011223344556677"), new(2, "compartment", null, "8899aabbccddeeff"), new(3, "project", "prj_01jd8q00000000000000000001", "0123456789abcdef")],
        "sqlite", At.AddDays(1).AddSeconds(3), At.AddDays(1).AddSeconds(4), new(1, 2, 3, 4, 5, 6, 7, 8), new(9, "cm9vdA=="), 30, new(2031, 6, 6));

    [Fact]
    public void What_is_written_reads_the_same()
    {
        foreach (var certificate in new[] { Sample, Sample with { Log = null }, Sample with { Keys = [] }, Sample with { BackupDays = 0 } })
        {
            var read = DeletionCertificate.Parse(certificate.ToText());
            Assert.Equal(certificate.ToText(), read.ToText());
            Assert.Equal(certificate with { Keys = [] }, read with { Keys = [] });
            Assert.Equal(certificate.Keys, read.Keys);
        }
    }

    [Fact]
    public void A_text_that_lacks_a_line_or_has_one_more_or_in_another_place_is_none()
    {
        var lines = Sample.ToText().Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = i;
            Refused(lines.Where((_, n) => n != line));
            Refused(lines.SelectMany((l, n) => n == line ? new[] { l, l } : [l]));
            Refused(lines.Select((l, n) => n == line ? l + " more" : l));
            if (i > 0)
                Refused(lines.Select((l, n) => n == line ? lines[n - 1] : n == line - 1 ? lines[n + 1] : l));
        }

        Refused([]);
        Refused(Sample.ToText().Replace("tasks 2", "tasks 02", StringComparison.Ordinal).Split('\n'));
        Refused(Sample.ToText().Replace("exceptions none", "exceptions some", StringComparison.Ordinal).Split('\n'));

        static void Refused(IEnumerable<string> lines) => Assert.Throws<FormatException>(() => DeletionCertificate.Parse(string.Join('\n', lines)));
    }
}
