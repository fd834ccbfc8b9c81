using Cloison.Storage.Compartments;
using Cloison.Storage.Sealing;

namespace Cloison.Server.Features.People;

/// <summary>Seals what the control database says about customers; each text is bound to its place and opens nowhere else.</summary>
internal sealed class ControlSealer(Installation installation)
{
    private readonly Sealer sealer = installation.ControlKeys.ForCompartment();

    public byte[] Seal(string place, string text) => sealer.SealText(At(place), text);

    /// <exception cref="SealBrokenException">Sealed for another place, by another installation, or altered.</exception>
    public string Open(string place, byte[] sealedText) => sealer.OpenText(At(place), sealedText);

    private static SealContext At(string place) => new("control", "text", place);
}
