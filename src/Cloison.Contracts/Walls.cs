using Cloison.Domain.Walls;

namespace Cloison.Contracts;

/// <summary>The customer's own side of the walls.</summary>
/// <param name="CodeName">What stands for the customer where its name would say too much: give it to whom you want to sign with.</param>
/// <param name="CoolingDays">How long who has seen your content stays away from your rivals.</param>
/// <param name="Agreements">With whom you have signed. Everybody else is your rival.</param>
/// <param name="Conflicts">When people turned out to have seen two rivals, one of them you: how many.</param>
public sealed record WallSettings(string CodeName, int CoolingDays, int LeastCoolingDays, IReadOnlyList<AgreementSummary> Agreements, IReadOnlyList<ConflictSummary> Conflicts);

/// <param name="EffectiveAt">A day after the second signature; absent while the other side has not signed, or there is none of that name.</param>
public sealed record AgreementSummary(string CodeName, DateTimeOffset SignedAt, DateTimeOffset? EffectiveAt);

/// <param name="Accounts">Who they are, by the pseudonyms of your access log; empty for what was found before those were noted.</param>
public sealed record ConflictSummary(DateTimeOffset At, int People, IReadOnlyList<ConflictAccount> Accounts);

/// <param name="DisplayName">Absent for who never had a role here.</param>
public sealed record ConflictAccount(string Pseudonym, string? DisplayName);

/// <param name="Days">At least <see cref="CoolingOff.LeastDays"/>, at most <see cref="CoolingOff.MostDays"/>. Less than before counts only for what is seen from now on.</param>
public sealed record SetCooling(int Days);

public sealed record NewAgreement(string CodeName);

/// <summary>Who can work here, for whoever plans the work.</summary>
/// <param name="FirstExposureClosesDays">How long a person who starts here is closed to every customer that has no agreement with you, counted from his last day here.</param>
/// <param name="RivalsNamed">Customers with whom you have signed, but whose agreement does not count (yet).</param>
/// <param name="LeastPeople">The fewest people with which you and they could all be served: nobody serves two rivals.</param>
public sealed record Staffing(IReadOnlyList<StaffMember> People, int FirstExposureClosesDays, int RivalsNamed, int LeastPeople);

/// <param name="MayWork">Whether the wall lets him in. It never says why not.</param>
/// <param name="IsFirst">He has not seen anything here yet: his first work closes doors elsewhere.</param>
public sealed record StaffMember(PersonId Person, string DisplayName, bool MayWork, bool IsFirst);

/// <summary>What a person may work on.</summary>
public sealed record MyWall(IReadOnlyList<MyWallEntry> Customers);

/// <param name="MayWork">Whether this work is open to you.</param>
/// <param name="SeenSince">When you first saw something of this customer; absent: never.</param>
/// <param name="ClosesDays">How long its rivals stay closed to you after your last day here.</param>
public sealed record MyWallEntry(CustomerSummary Customer, bool MayWork, DateTimeOffset? SeenSince, DateTimeOffset? LastSeen, int ClosesDays);

/// <summary>Who may see the customer's content now, and who has seen it.</summary>
/// <param name="IsOperatorsHouse">The operator of the installation may have a role here.</param>
/// <param name="OperatorHasHouse">The operator of the installation is also a customer of it.</param>
public sealed record AccessOverview(IReadOnlyList<StaffMember> Now, IReadOnlyList<AccessRecord> Seen, int Keys, bool IsOperatorsHouse, bool OperatorHasHouse);

/// <param name="DisplayName">Absent for who has no role here any more.</param>
/// <param name="Pseudonym">The same person's for this customer always, and another one for every other customer.</param>
public sealed record AccessRecord(string Pseudonym, string? DisplayName, DateTimeOffset First, DateTimeOffset Last);

/// <summary>What the platform knows of a person; for its operator, no content.</summary>
public sealed record RegistryPerson(PersonId Id, string DisplayName, string Identity, Insider Insider, IReadOnlyList<InterestSummary> Interests, IReadOnlyList<ExposureSummary> Exposures);

public sealed record InterestSummary(InterestId Id, CustomerId Customer, InterestOf Kind, DateTimeOffset Since);

public sealed record ExposureSummary(CustomerId Customer, DateTimeOffset First, DateTimeOffset Last);

/// <summary>Stored by number: new kinds go to the end.</summary>
public enum InterestOf
{
    Employment,
    Contract,
    Equity,
    Board,
    Family,
}

public sealed record NewInterest(CustomerId Customer, InterestOf Kind);

public sealed record CreatedInterest(InterestId Id);

/// <summary>Two accounts of one person. Never undone.</summary>
public sealed record LinkAccounts(PersonId Person, PersonId Other);

public sealed record SetInsider(Insider Kind);

/// <param name="IsInDoubt">The clock has leapt forward: no new door opens until an operator confirms it.</param>
public sealed record WallClockState(DateTimeOffset Time, bool IsInDoubt);
