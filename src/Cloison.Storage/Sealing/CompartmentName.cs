namespace Cloison.Storage.Sealing;

/// <summary>Which sealed place a key belongs to: one customer's compartment, or the control plane's own secrets.</summary>
public readonly record struct CompartmentName
{
    private readonly string? text;

    private CompartmentName(string text) => this.text = text;

    /// <summary>The control database: no content, but secrets such as webhook keys. Cannot collide with a customer: their ids start with <c>cus_</c>.</summary>
    public static CompartmentName Control { get; } = new("control");

    /// <summary>Stable text that is bound into every seal; empty for <c>default</c>, which every use refuses.</summary>
    public string Text => text ?? "";

    /// <exception cref="ArgumentException">The id is <c>default</c>.</exception>
    public static CompartmentName Of(CustomerId customer) =>
        customer.IsEmpty ? throw new ArgumentException("A compartment belongs to a customer.", nameof(customer)) : new(customer.Text);

    public override string ToString() => Text;
}
