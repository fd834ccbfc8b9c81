using Cloison.Transparency.Merkle;

namespace Cloison.Server.Platform.AccessLogs;

/// <summary>An entry that is ready to be stored: hashed and sealed outside of the writer, whose time is everybody's.</summary>
internal sealed record PreparedEntry(TreeHash Leaf, byte[] Sealed);
