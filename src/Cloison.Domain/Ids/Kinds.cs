namespace Cloison.Domain.Ids;

public sealed class CustomerKind : IIdKind
{
    public static string Prefix => "cus";
}

public sealed class PersonKind : IIdKind
{
    public static string Prefix => "per";
}

public sealed class ProjectKind : IIdKind
{
    public static string Prefix => "prj";
}

public sealed class BatchKind : IIdKind
{
    public static string Prefix => "bat";
}

public sealed class TaskKind : IIdKind
{
    public static string Prefix => "tsk";
}

public sealed class AssetKind : IIdKind
{
    public static string Prefix => "ast";
}

public sealed class AnnotationKind : IIdKind
{
    public static string Prefix => "ann";
}

public sealed class LeaseKind : IIdKind
{
    public static string Prefix => "lse";
}

public sealed class ReviewKind : IIdKind
{
    public static string Prefix => "rev";
}

public sealed class CommentKind : IIdKind
{
    public static string Prefix => "cmt";
}

public sealed class ImportKind : IIdKind
{
    public static string Prefix => "imp";
}

public sealed class ExportKind : IIdKind
{
    public static string Prefix => "exp";
}

public sealed class SessionKind : IIdKind
{
    public static string Prefix => "ses";
}

public sealed class InvitationKind : IIdKind
{
    public static string Prefix => "inv";
}

public sealed class ApiKeyKind : IIdKind
{
    public static string Prefix => "key";
}

public sealed class PasskeyKind : IIdKind
{
    public static string Prefix => "psk";
}

public sealed class RotationKind : IIdKind
{
    public static string Prefix => "rot";
}

public sealed class InterestKind : IIdKind
{
    public static string Prefix => "int";
}

public sealed class GlassKind : IIdKind
{
    public static string Prefix => "gls";
}

public sealed class CertificateKind : IIdKind
{
    public static string Prefix => "crt";
}
