using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Cloison.Server.Features.People;

/// <summary>Seals what the control database says about customers; each text is bound to its place and opens nowhere else.</summary>
internal sealed class ControlSealer(IDataProtectionProvider protection)
{
    public byte[] Seal(string place, string text) => Protector(place).Protect(Encoding.UTF8.GetBytes(text));

    /// <exception cref="System.Security.Cryptography.CryptographicException">Sealed for another place, by another installation, or altered.</exception>
    public string Open(string place, byte[] sealedText) => Encoding.UTF8.GetString(Protector(place).Unprotect(sealedText));

    private IDataProtector Protector(string place) => protection.CreateProtector("Cloison.Control", place);
}
