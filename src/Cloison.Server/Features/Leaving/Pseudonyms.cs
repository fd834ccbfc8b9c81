using Cloison.Storage.Compartments;

namespace Cloison.Server.Features.Leaving;

/// <summary>What people are called on a customer's certificate: the same person has another name for each customer, and only the control plane's key tells who it is.</summary>
internal sealed class Pseudonyms(Installation installation, CustomerId customer)
{
    public string Of(PersonId person) => Convert.ToHexStringLower(installation.ControlKeys.Index.Of("departures.person", $"{customer}/{person}"));
}
