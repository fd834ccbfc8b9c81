using System.CommandLine;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison customer export</c> and <c>cloison customer verify</c>: a customer takes everything along, and checks it.</summary>
internal static class Customers
{
    public static Command Command() => new("customer", "Everything of a customer in one file.") { ExportCustomer.Command(), VerifyPackage.Command() };
}
