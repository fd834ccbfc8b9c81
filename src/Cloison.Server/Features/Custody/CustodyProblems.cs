using Cloison.Domain;
using Cloison.Server.Platform.Custody;
using Cloison.Storage.Sealing;

namespace Cloison.Server.Features.Custody;

internal static class CustodyProblems
{
    public static readonly Problem NoLog = new("custody.no_log", 409, "A key agent needs an access log: it gives nothing without a receipt.");
    public static readonly Problem OldNotice = new("custody.notice_old", 409, "A newer message of the agent has been heard already.");
    public static readonly Problem Rotating = new("rotation.running", 409, "This key is being replaced already.");

    public static Problem Of(KeyCustodyException e) => e.Reason == CustodyFailure.Unreachable
        ? CustodyGate.Unreachable with { Detail = e.Message }
        : new("custody.refused", 409, "The custodian did not take the key; nothing has changed.", e.Message);
}
