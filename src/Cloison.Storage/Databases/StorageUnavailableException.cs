namespace Cloison.Storage.Databases;

/// <summary>The storage cannot take a write now: no room, or a broken disk. The reply is 503; nothing was stored.</summary>
public sealed class StorageUnavailableException(string message, Exception inner) : Exception(message, inner);
