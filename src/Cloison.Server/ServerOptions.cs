namespace Cloison.Server;

/// <summary>What <c>cloison serve</c> is started with; everything has a working default.</summary>
/// <param name="DataFolder">Databases, sealed blobs and the root key.</param>
/// <param name="Urls">Where to listen, separated by ';'.</param>
/// <param name="Postgres">A PostgreSQL connection string whose role may create databases and roles; null: SQLite files in the data folder.</param>
/// <param name="ContentUrl">Another origin for uploaded files; null: they come, sandboxed, from the product's own.</param>
public sealed record ServerOptions(string DataFolder = "data", string Urls = "http://localhost:5080", string? Postgres = null,
    string? ContentUrl = null);
