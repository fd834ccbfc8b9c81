using Cloison.Contracts;
using Cloison.Domain.People;

namespace Cloison.Server.Platform.Access;

/// <summary>
/// Every policy of the product: who may, and with which scope a key may. A route names one of them, or says why it is public;
/// a route that does neither is refused to everybody (and a test fails).
/// </summary>
internal static class Policies
{
    /// <summary>Anybody signed in, also without a customer.</summary>
    public const string SignedIn = nameof(SignedIn);

    /// <summary>Runs the installation: makes customers. Sees no content by it.</summary>
    public const string Operate = nameof(Operate);

    /// <summary>Anybody with a role for the customer.</summary>
    public const string Member = nameof(Member);

    public const string Label = nameof(Label);
    public const string Review = nameof(Review);

    /// <summary>Sees projects, tasks, answers, progress and people.</summary>
    public const string Read = nameof(Read);

    /// <summary>Steers the work: priorities, cancels, comments.</summary>
    public const string Lead = nameof(Lead);

    /// <summary>Makes projects, changes ontologies, brings data in.</summary>
    public const string Engineer = nameof(Engineer);

    /// <summary>Takes results out.</summary>
    public const string Export = nameof(Export);

    /// <summary>People, roles, keys.</summary>
    public const string Administer = nameof(Administer);

    /// <summary>Reads the access log: who saw what.</summary>
    public const string Audit = nameof(Audit);

    /// <summary>Role.Administrator may do all of it and is not repeated. A missing scope: not for keys.</summary>
    public static readonly IReadOnlyDictionary<string, (Role[] Roles, KeyScope? Scope)> InCompartment = new Dictionary<string, (Role[], KeyScope?)>(StringComparer.Ordinal)
    {
        [Member] = ([Role.Annotator, Role.Reviewer, Role.Lead, Role.Engineer], KeyScope.Read),
        [Label] = ([Role.Annotator, Role.Reviewer, Role.Lead], null),
        [Review] = ([Role.Reviewer, Role.Lead], null),
        [Read] = ([Role.Lead, Role.Engineer], KeyScope.Read),
        [Lead] = ([Role.Lead, Role.Engineer], KeyScope.Write),
        [Engineer] = ([Role.Engineer], KeyScope.Write),
        [Export] = ([Role.Lead, Role.Engineer], KeyScope.Export),
        [Administer] = ([], KeyScope.Administer),
        [Audit] = ([Role.Engineer], KeyScope.Audit),
    };
}
