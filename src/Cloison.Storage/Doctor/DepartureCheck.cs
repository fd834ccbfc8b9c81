using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Storage.Doctor;

/// <summary>A customer who has left: whether nothing of it is here, or came back with a backup.</summary>
internal static class DepartureCheck
{
    private const string Check = "departure";

    public static Finding Run(string dataFolder, CustomerId customer, Session control)
    {
        var isCertified = control.Scalar<long>("SELECT COUNT(*) FROM departures WHERE customer = @id AND certificate IS NOT NULL", ("@id", customer.Text)) > 0;
        if (!isCertified)
            return Finding.Note(customer.Text, Check, "It is leaving; the next start goes on with it.");
        if (KeyRingTable.Read(control, CompartmentName.Of(customer)).Any(k => k.Wrapped.Length > 0))
            return Finding.Problem(customer.Text, Check, "It has left, and its keys came back, from a backup maybe: they must be destroyed again.");
        return Directory.Exists(Path.Combine(dataFolder, "compartments", customer.Text))
            ? Finding.Problem(customer.Text, Check, "It has left, and files of it came back, from a backup maybe. They do not open; remove the folder.")
            : Finding.Fine(customer.Text, Check, "It has left: keys destroyed, nothing here.");
    }
}
