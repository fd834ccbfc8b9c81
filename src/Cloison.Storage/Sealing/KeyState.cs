namespace Cloison.Storage.Sealing;

/// <summary>What may be done with a key. <c>pending → active → decrypt_only → destroyed</c>, and from all but the last to <c>revoked</c> and back.</summary>
public enum KeyState
{
    /// <summary>Known, so that every node can open with it before the first one seals with it.</summary>
    Pending,

    /// <summary>Seals and opens. At most one for each project and purpose.</summary>
    Active,

    /// <summary>Opens what a rotation left behind.</summary>
    DecryptOnly,

    /// <summary>Does nothing and is not in memory; may be restored.</summary>
    Revoked,

    /// <summary>The wrapped bytes are erased: what it sealed is gone. Final. The row stays, so that its number is never given again.</summary>
    Destroyed,
}

/// <summary>What a key is for.</summary>
public enum KeyPurpose
{
    /// <summary>The compartment's root: wrapped by the custodian; wraps the others and derives the index keys. Seals no content.</summary>
    Root,

    /// <summary>What belongs to no project of the compartment, and all secrets of the control plane.</summary>
    Compartment,

    /// <summary>One project's content.</summary>
    Project,
}

/// <summary>How states and purposes are spelt in the table <c>key_ring</c>.</summary>
public static class KeyRingText
{
    private static readonly string[] States = ["pending", "active", "decrypt_only", "revoked", "destroyed"];
    private static readonly string[] Purposes = ["root", "compartment", "project"];

    public static string Text(this KeyState state) => States[(int)state];

    public static string Text(this KeyPurpose purpose) => Purposes[(int)purpose];

    /// <exception cref="FormatException">No such state.</exception>
    public static KeyState State(string text) => (KeyState)IndexOf(States, text);

    /// <exception cref="FormatException">No such purpose.</exception>
    public static KeyPurpose Purpose(string text) => (KeyPurpose)IndexOf(Purposes, text);

    private static int IndexOf(string[] words, string text) =>
        Array.IndexOf(words, text) is >= 0 and var index ? index : throw new FormatException("The key ring holds a word that is no key state or purpose.");
}
