using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Compartments;
using Cloison.Storage.Sealing.Age;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Leaving;

/// <summary>Orders one file with everything of the customer; it is made in the background.</summary>
internal static class CreateCustomerExport
{
    public static async Task<Results<Ok<CustomerExportSummary>, ProblemHttpResult>> HandleAsync(
        NewCustomerExport request, Caller caller, Compartment compartment, ControlDatabase control, CustomerExports exports, TimeProvider clock, CancellationToken ct)
    {
        var stored = await StoreAsync(compartment, request, caller.Person, control, clock, ct);
        exports.Wake();
        return stored.Then(row => row.Open(compartment)).ToHttp();
    }

    public static async Task<Outcome<CustomerExportRow>> StoreAsync(
        Compartment compartment, NewCustomerExport request, PersonId by, ControlDatabase control, TimeProvider clock, CancellationToken ct)
    {
        var recipient = request.Recipient?.Trim();
        if (recipient is not null && !AgeRecipient.TryParse(recipient, out _))
            return CommonProblems.Invalid("recipient", "This is no age public key: it begins with age1.");
        var now = clock.GetUtcNow();
        var id = ExportId.New(now);
        var order = CustomerExportOrder.Of(await CodeNames.OfAsync(control, compartment.Customer, ct), recipient, now);
        var row = new CustomerExportRow(
            id, TransferState.Running, compartment.Keys.ForCompartment().SealJson(Seals.CustomerExportOptions(id), order), null, 0, 0, null, now, null);
        await compartment.Database.WriteAsync(db => row.Insert(db, by), ct);
        return row;
    }
}
