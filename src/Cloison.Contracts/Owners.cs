namespace Cloison.Contracts;

/// <summary>Stored by number: new kinds go to the end.</summary>
public enum OwnerKind
{
    Owner,
    Investor,
    Board,
}

/// <summary>Who owns one per cent of the installation's operator or more, or sits on its board.</summary>
/// <param name="Share">In per cent, at most two decimals. Needed but for who only sits on the board.</param>
/// <param name="Interests">Customers he is involved with, by their code names.</param>
/// <param name="Account">His account here, if he has one: content is then closed to it. Absent for customers, who have no business with it.</param>
public sealed record OwnerEntry(string Name, OwnerKind Kind, decimal? Share, IReadOnlyList<string> Interests, PersonId? Account = null);

/// <summary>A version of the ownership register.</summary>
/// <param name="Hash">SHA-256, in hex, of <see cref="OwnerRegisterText.Of"/>: what stands in every customer's log.</param>
/// <param name="NoticeDays">So many days lie between the last customer's log entry and its effect.</param>
/// <param name="EffectiveAt">Since when it counts; for what is to come, the earliest day, absent while a customer's log has not got it yet.</param>
public sealed record OwnerRegister(int Version, string Hash, DateTimeOffset AnnouncedAt, int NoticeDays, DateTimeOffset? EffectiveAt, IReadOnlyList<OwnerEntry> Owners);

/// <summary>Who owns the host, for its customers.</summary>
/// <param name="Current">Absent: nothing was ever entered.</param>
/// <param name="Coming">Announced, and not in effect yet: you may leave before it is.</param>
/// <param name="CurrentEntry">The place of its announcement in your log; absent while it is not there.</param>
public sealed record OwnersForCustomer(OwnerRegister? Current, OwnerRegister? Coming, long? CurrentEntry, long? ComingEntry);

/// <summary>The register, for the operator who keeps it.</summary>
/// <param name="NoticeDays">What the next announcement will have.</param>
/// <param name="Waiting">Customers whose logs have not got the announcement yet: nothing takes effect before they have.</param>
/// <param name="Customers">Whom interests can be about.</param>
public sealed record OwnersForOperator(OwnerRegister? Current, OwnerRegister? Coming, int NoticeDays, int Waiting, IReadOnlyList<CustomerCodeName> Customers);

public sealed record CustomerCodeName(CustomerId Customer, string CodeName);

/// <summary>The whole register as it shall be.</summary>
public sealed record SetOwners(IReadOnlyList<OwnerEntry> Owners);
