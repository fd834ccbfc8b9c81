using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Storage.Doctor;

internal static class KeyChecks
{
    /// <summary>Unwraps every key of a compartment with the root key that is here.</summary>
    public static async Task<(KeyRing? Keys, Finding Finding)> OpenAsync(
        Session control, CompartmentName compartment, IKeyCustodian custodian, TimeProvider clock, CancellationToken ct)
    {
        const string check = "key ring";
        try
        {
            var rows = KeyRingTable.Read(control, compartment);
            var keys = await KeyRing.UnlockAsync(compartment, rows, custodian, clock, ct);
            return (keys, Finding.Fine(compartment.Text, check, $"{rows.Count} keys open"));
        }
        catch (SealBrokenException e) when (e.Reason is SealBreak.KeyRevoked or SealBreak.KeyDestroyed)
        {
            return (null, Finding.Note(compartment.Text, check, "Its root is revoked or destroyed: its content cannot be opened, as was wished."));
        }
        catch (Exception e) when (e is SealBrokenException or KeyCustodyException or InvalidOperationException)
        {
            return (null, Finding.Problem(compartment.Text, check, $"It does not open with this root key: {e.Message}"));
        }
    }
}
