using Cloison.Contracts;
using Cloison.Domain.People;

namespace Cloison.Server.Platform.Access;

/// <summary>A person's roles for one customer, as the bits that the control database stores.</summary>
internal readonly record struct RoleSet(long Bits)
{
    public static RoleSet Of(IEnumerable<Role> roles) => new(roles.Aggregate(0L, (bits, role) => bits | (1L << (int)role)));

    public bool Has(Role role) => (Bits & (1L << (int)role)) != 0;

    public bool HasAny(params ReadOnlySpan<Role> roles) => (Bits & Of(roles.ToArray()).Bits) != 0;

    public IReadOnlyList<Role> ToList()
    {
        var bits = Bits;
        return [.. Enum.GetValues<Role>().Where(role => (bits & (1L << (int)role)) != 0)];
    }
}

/// <summary>What an API key may do, as the bits that the control database stores.</summary>
internal readonly record struct KeyScopeSet(long Bits)
{
    public static KeyScopeSet Of(IEnumerable<KeyScope> scopes) => new(scopes.Aggregate(0L, (bits, scope) => bits | (1L << (int)scope)));

    public bool Has(KeyScope scope) => (Bits & (1L << (int)scope)) != 0;

    public IReadOnlyList<KeyScope> ToList()
    {
        var bits = Bits;
        return [.. Enum.GetValues<KeyScope>().Where(scope => (bits & (1L << (int)scope)) != 0)];
    }
}
