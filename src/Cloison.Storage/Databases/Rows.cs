using System.Data.Common;
using Cloison.Domain.Ids;

namespace Cloison.Storage.Databases;

/// <summary>Reads columns by position, in the words of the domain.</summary>
public static class Rows
{
    public static Id<TKind> Id<TKind>(this DbDataReader row, int column) where TKind : IIdKind => Domain.Ids.Id<TKind>.Parse(row.GetString(column));

    public static Id<TKind>? IdOrNull<TKind>(this DbDataReader row, int column) where TKind : IIdKind =>
        row.IsDBNull(column) ? null : row.Id<TKind>(column);

    public static DateTimeOffset Time(this DbDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public static DateTimeOffset? TimeOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static byte[] Bytes(this DbDataReader row, int column) => (byte[])row.GetValue(column);

    public static byte[]? BytesOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Bytes(column);

    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static int Int(this DbDataReader row, int column) => checked((int)row.GetInt64(column));

    public static bool Flag(this DbDataReader row, int column) => row.GetInt64(column) != 0;

    /// <summary>A state stored as its number.</summary>
    public static T Enum<T>(this DbDataReader row, int column) where T : struct, Enum => (T)System.Enum.ToObject(typeof(T), row.GetInt64(column));
}
