using System.Text.RegularExpressions;
using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Custody;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Custody;
using Cloison.Storage.Sealing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Custody;

/// <summary>
/// Gives the customer's root to another custodian, who has to give it back once before the old one is let go; or changes how long it stays in memory.
/// </summary>
internal static partial class MoveKeys
{
    public static async Task<Results<Ok<CustodySummary>, ProblemHttpResult>> HandleAsync(
        ChangeCustody request, Caller caller, Compartment compartment, Installation installation, KeyEvents events, CancellationToken ct)
    {
        var custody = compartment.Custody;
        var settings = Settings(request.Custodian, custody.Row.Custodian);
        if (Check(request, settings, installation) is { } problem)
            return problem.ToHttp();
        if (settings == custody.Row.Custodian)
        {
            await custody.SetAsync(request.TtlSeconds, request.Background, ct);
        }
        else
        {
            var moved = await MoveAsync(compartment, settings, request.TtlSeconds, request.Background, caller, ct);
            if (moved is not null)
                return moved.ToHttp();
        }

        await events.AppendAsync(compartment, new("policy", caller, Object: settings.Kind), ct);
        return TypedResults.Ok(ShowCustody.Summary(compartment, installation));
    }

    /// <returns>Why nothing has changed, or null.</returns>
    internal static async Task<Problem?> MoveAsync(Compartment compartment, CustodianSettings settings, int ttlSeconds, bool background, Caller caller, CancellationToken ct)
    {
        var why = new UnwrapPurpose("administer", caller.Person, caller.Session);
        using var pass = await compartment.Custody.EnterAsync(why, ct);
        if (pass.Answer != CustodyAnswer.Open)
            return pass.Answer == CustodyAnswer.Withheld ? CustodyGate.Withheld : CustodyGate.Unreachable;
        try
        {
            await compartment.Custody.MoveAsync(settings, ttlSeconds, background, why, ct);
            return null;
        }
        catch (KeyCustodyException e)
        {
            return CustodyProblems.Of(e);
        }
    }

    private static CustodianSettings Settings(Custodian wanted, CustodianSettings present) => wanted switch
    {
        // The secret is never shown, so who changes another setting cannot send it along.
        Contracts.AwsKmsCustodian { SecretAccessKey: null } kms when present is CustodianSettings.AwsKms before && (before.KeyId, before.Region, before.AccessKeyId) == (kms.KeyId, kms.Region, kms.AccessKeyId) => before,
        Contracts.AwsKmsCustodian kms => new CustodianSettings.AwsKms(kms.KeyId, kms.Region, kms.AccessKeyId, kms.SecretAccessKey),
        Contracts.AgentCustodian agent => new CustodianSettings.Agent(agent.Address, agent.PublicKey),
        _ => new CustodianSettings.Installation(),
    };

    private static Problem? Check(ChangeCustody request, CustodianSettings settings, Installation installation)
    {
        var errors = new List<InputError>();
        if (request.TtlSeconds is < 0 or > CustodyRow.MaxTtlSeconds)
            errors.Add(new("ttlSeconds", $"0 to {CustodyRow.MaxTtlSeconds}."));
        switch (settings)
        {
            case CustodianSettings.AwsKms kms:
                if (!Arn.IsMatch(kms.KeyId))
                    errors.Add(new("custodian.keyId", "The ARN of a key: arn:aws:kms:REGION:ACCOUNT:key/ID."));
                if (!Region.IsMatch(kms.Region))
                    errors.Add(new("custodian.region", "A region of AWS, such as eu-west-3."));
                if (kms.AccessKeyId is null != kms.SecretAccessKey is null)
                    errors.Add(new("custodian.secretAccessKey", "The access key's id and secret go together."));
                break;
            case CustodianSettings.Agent agent:
                if (Custodians.AgentRefusal(agent, installation.Custodians.Reach) is { } refusal)
                    errors.Add(new(refusal.Field, refusal.Reason));
                else if (installation.Custodians.Receipts is null)
                    return CustodyProblems.NoLog;
                break;
        }

        return errors.Count > 0 ? CommonProblems.Invalid(errors) : null;
    }

    [GeneratedRegex(@"^arn:aws(-[a-z]+)*:kms:[a-z0-9-]{5,30}:[0-9]{12}:key/[A-Za-z0-9-]{1,64}\z", RegexOptions.None, 100)]
    private static partial Regex Arn { get; }

    [GeneratedRegex(@"^[a-z]{2}(-[a-z]{2,12}){1,3}-[0-9]{1,2}\z", RegexOptions.None, 100)]
    private static partial Regex Region { get; }
}
