using Cloison.Storage.Sealing;

namespace Cloison.Server.Features.People;

/// <summary>Seals what the control database says about customers; each text is bound to its place and opens nowhere else.</summary>
/// <param name="sealer">Of the control database's own keys.</param>
internal sealed class ControlSealer(Sealer sealer)
{
    public byte[] Seal(string place, string text) => sealer.SealText(At(place), text);

    /// <exception cref="SealBrokenException">Sealed for another place, by another installation, or altered.</exception>
    public string Open(string place, byte[] sealedText) => sealer.OpenText(At(place), sealedText);

    private static SealContext At(string place) => new("control", "text", place);
}
