using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Owners;

/// <summary>The ownership register, as it is and as it will be: for every customer, and for the operator who keeps it.</summary>
internal static class ShowOwners
{
    public static async Task<Ok<OwnersForCustomer>> HandleForCustomerAsync(Caller caller, ControlDatabase control, ControlSealer sealer, CancellationToken ct) =>
        TypedResults.Ok(await control.ReadAsync(
            db =>
            {
                var (current, coming) = (OwnerRegisters.Current(db, sealer), OwnerRegisters.Coming(db, sealer));
                return new OwnersForCustomer(
                    OwnerRegisters.WithoutAccounts(current), OwnerRegisters.WithoutAccounts(coming), EntryOf(db, current, caller.OwnCustomer), EntryOf(db, coming, caller.OwnCustomer));
            },
            ct));

    public static async Task<Ok<OwnersForOperator>> HandleForOperatorAsync(ControlDatabase control, ControlSealer sealer, OwnersSettings settings, CancellationToken ct) =>
        TypedResults.Ok(await control.ReadAsync(
            db =>
            {
                var coming = OwnerRegisters.Coming(db, sealer);
                return new OwnersForOperator(
                    OwnerRegisters.Current(db, sealer), coming, settings.NoticeDays, coming is null ? 0 : OwnerRegisters.Waiting(db, coming.Version).Count,
                    db.List(
                        "SELECT id, code_name FROM customers WHERE state = @open AND code_name IS NOT NULL ORDER BY code_name LIMIT 10000",
                        row => new CustomerCodeName(row.Id<CustomerKind>(0), row.GetString(1)), ("@open", CustomerRows.Open)));
            },
            ct));

    private static long? EntryOf(Session db, OwnerRegister? register, CustomerId customer) => register is null ? null : db.First(
        "SELECT entry FROM owner_notices WHERE version = @version AND customer = @customer", row => (long?)row.GetInt64(0),
        ("@version", (long)register.Version), ("@customer", customer.Text));
}
