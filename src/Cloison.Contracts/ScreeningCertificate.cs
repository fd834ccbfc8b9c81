namespace Cloison.Contracts;

/// <summary>Somebody who has seen something of a customer.</summary>
/// <param name="Pseudonyms">Those of the customer's own access log, one for each account of his.</param>
/// <param name="MeetsRival">He has a role, an interest or an unexpired exposure with a rival of the customer.</param>
public sealed record ScreenedPerson(IReadOnlyList<string> Pseudonyms, DateTimeOffset LastSeen, bool MeetsRival);

/// <summary>Who has seen something of a customer, and which of them have to do with a rival.</summary>
/// <param name="CoolingDays">How long they are kept from its rivals, at the least, after they have last seen something: more for what was seen while the customer demanded more.</param>
public sealed record ScreeningCertificate(CertificateHead Head, int CoolingDays, IReadOnlyList<ScreenedPerson> Persons) : Certificate
{
    internal const string Title = "cloison screening certificate v1";

    private static readonly string[] Meaning =
    [
        "persons all who have seen something of this customer, and whose exposure was not destroyed after its cooling-off",
        "pseudonyms of this customer's access log",
        "rival every customer who has no agreement with this one, also one who has left",
        "meets-rival a role, an interest, or an exposure within the cooling-off",
    ];

    /// <summary>How many have to do with a rival.</summary>
    public int MeetRival => Persons.Count(p => p.MeetsRival);

    public override string ToText()
    {
        var text = new CertificateText();
        text.Line(Title);
        Head.Write(text);
        text.Line($"cooling-days {CertificateText.Of(CoolingDays)}");
        text.Line($"persons {CertificateText.Of(Persons.Count)}");
        foreach (var person in Persons)
            text.Line($"person {CertificateText.Of(person.LastSeen)} {(person.MeetsRival ? "meets-rival" : "clear")} {string.Join(' ', person.Pseudonyms)}");
        text.Line($"meet-rival {CertificateText.Of(MeetRival)}");
        foreach (var line in Meaning)
            text.Line(line);
        return text.ToString();
    }

    /// <inheritdoc cref="Certificate.Parse"/>
    public static new ScreeningCertificate Parse(string text)
    {
        var lines = new CertificateReader(text, "screening certificate");
        lines.Expect(Title);
        var head = CertificateHead.Read(lines);
        var cooling = lines.Count(lines.Words("cooling-days", 1)[0]);
        var persons = new List<ScreenedPerson>();
        for (var left = lines.Count(lines.Words("persons", 1)[0]); left > 0; left--)
            persons.Add(lines.AnyWords("person") is [var last, ("clear" or "meets-rival") and var state, _, ..] words
                ? new(words[2..], lines.Time(last), state == "meets-rival")
                : throw lines.Wrong("person"));
        lines.Words("meet-rival", 1);
        foreach (var line in Meaning)
            lines.Expect(line);
        return lines.Same(new ScreeningCertificate(head, checked((int)cooling), persons));
    }
}

/// <summary>Somebody's cooling-off is over: as far as this customer is concerned, its rivals are open to him again.</summary>
/// <param name="Pseudonym">That of the customer's own access log.</param>
/// <param name="CoolingDays">From when he last saw something until its end, rounded up.</param>
public sealed record EndOfScreenNotice(CertificateHead Head, string Pseudonym, DateTimeOffset LastSeen, int CoolingDays, DateTimeOffset EndedAt) : Certificate
{
    internal const string Title = "cloison end-of-screen notice v1";

    public override string ToText()
    {
        var text = new CertificateText();
        text.Line(Title);
        Head.Write(text);
        text.Line($"person {Pseudonym}");
        text.Line($"last-seen {CertificateText.Of(LastSeen)}");
        text.Line($"cooling-days {CertificateText.Of(CoolingDays)}");
        text.Line($"ended {CertificateText.Of(EndedAt)}");
        return text.ToString();
    }

    /// <inheritdoc cref="Certificate.Parse"/>
    public static new EndOfScreenNotice Parse(string text)
    {
        var lines = new CertificateReader(text, "end-of-screen notice");
        lines.Expect(Title);
        var head = CertificateHead.Read(lines);
        var (person, last) = (lines.Words("person", 1)[0], lines.Time(lines.Words("last-seen", 1)[0]));
        var (cooling, ended) = (lines.Count(lines.Words("cooling-days", 1)[0]), lines.Time(lines.Words("ended", 1)[0]));
        return lines.Same(new EndOfScreenNotice(head, person, last, checked((int)cooling), ended));
    }
}
