namespace Cloison.Domain.People;

/// <summary>What a person may do for one customer. Each role is its own; a person may have several.</summary>
public enum Role
{
    /// <summary>Labels.</summary>
    Annotator,

    /// <summary>Reviews, and labels.</summary>
    Reviewer,

    /// <summary>Runs the work: sees progress and people, cancels and reprioritises tasks; may label and review.</summary>
    Lead,

    /// <summary>The customer's engineer: projects, ontologies, imports, exports.</summary>
    Engineer,

    /// <summary>Everything in the compartment: people, roles, keys.</summary>
    Administrator,
}
