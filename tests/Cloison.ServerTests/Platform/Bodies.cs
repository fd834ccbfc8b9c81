using System.Text.RegularExpressions;
using Cloison.Transparency.Notes;

namespace Cloison.ServerTests.Platform;

/// <summary>A body for every route that takes JSON: {names} stand for ids. Routes that take none, or bytes, are said too.</summary>
internal static class Bodies
{
    private const string Ontology = """
        {"editor":"text","inputs":[{"name":"text","kind":"text"}],"classes":[{"name":"PER","color":"#4269d0","shapes":["span"],"hotkey":"1",
        "attributes":[{"kind":"boolean","name":"alive"}]}],"relations":[{"name":"knows","color":"#4269d0","from":["PER"],"to":["PER"]}],
        "fields":[{"kind":"choice","name":"mood","options":[{"value":"good"},{"value":"bad"}]},{"kind":"number","name":"n","min":0,"showWhen":{"field":"mood","anyOf":["good"]}}]}
        """;

    private const string Content = """
        {"regions":[{"id":"a","class":"PER","shape":{"kind":"span","input":"text","start":0,"end":4,"quote":"This"},"score":0.5}],"relations":[],"values":{"mood":"good"}}
        """;

    public static readonly IReadOnlyDictionary<string, string> Json = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["POST /api/setup"] = """{"token":"x","displayName":"Ada","email":"a@example.org","password":"a rather long secret","customerName":"Ours"}""",
        ["POST /api/sign-in"] = """{"email":"a@example.org","password":"wrong"}""",
        ["POST /api/passkeys/sign-in"] = """{"credentialJson":"{}","state":"x"}""",
        ["PATCH /api/me"] = """{"displayName":"Ada","language":"fr","theme":"dark","hotkeys":{"undo":"u"}}""",
        ["POST /api/me/password"] = """{"current":"wrong","new":"a rather long secret"}""",
        ["POST /api/me/proof"] = """{"password":"wrong"}""",
        ["POST /api/me/proof/passkey"] = """{"credentialJson":"{}","state":"x"}""",
        ["PUT /api/blind"] = """{"names":["Acme Labs"],"showName":false}""",
        ["POST /api/me/customer"] = """{"customer":"cus_01ravvkhx9ffst79gs13khbx93"}""",
        ["POST /api/me/passkeys"] = """{"credentialJson":"{}","state":"x","name":"My key"}""",
        ["POST /api/customers"] = """{"name":"Another"}""",
        ["PUT /api/people/{person}/roles"] = """{"roles":["annotator"]}""",
        ["POST /api/invitations"] = """{"email":"b@example.org","roles":["lead"]}""",
        ["POST /api/invitations/look-up"] = """{"token":"x"}""",
        ["POST /api/invitations/accept"] = """{"token":"x","displayName":"Bob","email":"b@example.org","password":"a rather long secret"}""",
        ["PUT /api/custody"] = """{"custodian":{"kind":"installation"},"ttlSeconds":60,"background":true}""",
        // Of nothing: with a project of ours, or with none, everything after it would be withheld.
        ["POST /api/custody/revoke"] = """{"project":"prj_01ravvkhx9ffst79gs13khbx93"}""",
        ["POST /api/custody/restore"] = """{"project":"prj_01ravvkhx9ffst79gs13khbx93"}""",
        ["POST /api/custody/rotations"] = """{"level":"compartment"}""",
        ["PUT /api/walls/cooling"] = """{"days":400}""",
        ["POST /api/walls/agreements"] = """{"codeName":"amber-heron"}""",
        ["POST /api/registry/people/{person}/interests"] = """{"customer":"cus_01ravvkhx9ffst79gs13khbx93","kind":"equity"}""",
        ["POST /api/registry/glasses"] = """{"codeName":"nobodys-name","project":"prj_01ravvkhx9ffst79gs13khbx93","reason":"support","ticket":"T-1","minutes":60}""",
        ["PUT /api/trust/glasses"] = """{"allowed":true}""",
        ["POST /api/registry/aliases"] = """{"person":"per_01ravvkhx9ffst79gs13khbx93","other":"per_01ravvkhx9ffst79gs13khbx94"}""",
        ["PUT /api/registry/people/{person}/insider"] = """{"kind":"owner"}""",
        ["PUT /api/registry/owners"] = """{"owners":[{"name":"Jo Doe","kind":"investor","share":12.5,"interests":[]},{"name":"Max Muster","kind":"board","interests":[]}]}""",
        ["PUT /api/registry/erased/{person}"] = """{"held":true}""",
        ["POST /api/trust/certificates"] = """{"kind":"screening"}""",
        ["POST /api/keys"] = """{"name":"k","environment":"live","scopes":["read"],"expiresAt":"2099-01-01T00:00:00Z"}""",
        ["POST /api/projects"] = $$"""{"name":"P","ontology":{{Ontology}},"instructions":"Do.","overlap":2,"reviewLevels":1,"leaseSeconds":60}""",
        ["PATCH /api/projects/{project}"] = """{"name":"P","instructions":"Do.","overlap":1,"reviewLevels":0,"leaseSeconds":86400,"state":"active"}""",
        ["POST /api/projects/{project}/clone"] = """{"name":"Copy"}""",
        ["PUT /api/projects/{project}/ontology"] = Ontology,
        ["PATCH /api/projects/{project}/tasks/{task}"] = """{"priority":3,"cancelled":false}""",
        ["PUT /api/projects/{project}/quality/settings"] =
            """{"wantedConfidence":0.9,"maxAnswers":5,"goldRate":0.1,"newcomerGoldRate":0.2,"passScore":0.8,"rules":[{"id":"streak","measure":"wrong_gold_streak","threshold":3,"minEvidence":3,"action":"pause"}]}""",
        ["POST /api/projects/{project}/quality/people/{person}/exam"] = """{"grant":"another_try"}""",
        ["POST /api/projects/{project}/quality/people/{person}/notices/{number:int}"] = """{"takeBack":true,"standing":"good"}""",
        ["PUT /api/projects/{project}/tasks/{task}/gold"] = $$"""{"training":true,"explanation":"So.","answer":{{Content}}}""",
        ["PATCH /api/projects/{project}/tasks/{task}/gold"] = """{"state":"retired"}""",
        ["PUT /api/projects/{project}/tasks/{task}/decision"] = """{"annotation":"ann_01ravvkhx9ffst79gs13khbx93"}""",
        ["POST /api/projects/{project}/my-quality/notices/{number:int}/appeal"] = """{"text":"It was right."}""",
        ["POST /api/projects/{project}/acceptances/plan"] = """{"rejectableErrorRate":0.1,"acceptableErrorRate":0.02,"kinds":["field:mood"]}""",
        ["POST /api/projects/{project}/acceptances"] = """{"rejectableErrorRate":0.1,"consumerRisk":0.1,"producerRisk":0.05,"confidence":0.9,"wrongFrom":1}""",
        ["PUT /api/projects/{project}/acceptances/{number:int}/items/{drawn}"] =
            """{"digest":"{sha}","errors":[{"kind":"field:mood","weight":0.5,"note":"Ironic."}]}""",
        ["POST /api/projects/{project}/tasks/{task}/comments"] = """{"id":"cmt_01ravvkhx9ffst79gs13khbx93","text":"Look","region":"a","x":1.5,"y":2}""",
        ["PATCH /api/projects/{project}/tasks/{task}/comments/{comment}"] = """{"resolved":true}""",
        ["POST /api/projects/{project}/claim"] = """{"have":["{lease}"]}""",
        ["POST /api/projects/{project}/annotations"] =
            $$"""{"id":"ann_01ravvkhx9ffst79gs13khbx93","task":"{task}","lease":"{lease}","token":{token},"ontologyVersion":1,"contentHash":"{sha}","content":{{Content}},"activeSeconds":1.5}""",
        ["PUT /api/projects/{project}/tasks/{task}/draft"] = $$"""{"version":1,"content":{{Content}}}""",
        ["POST /api/projects/{project}/leases/{lease}/heartbeat"] = """{"token":{token}}""",
        ["POST /api/projects/{project}/leases/{lease}/skip"] = """{"token":{token},"reason":"Too dark"}""",
        ["POST /api/projects/{project}/leases/{lease}/release"] = """{"token":{token}}""",
        ["POST /api/projects/{project}/reviews/claim"] = """{"have":[]}""",
        ["POST /api/projects/{project}/reviews"] =
            $$"""{"id":"rev_01ravvkhx9ffst79gs13khbx93","annotation":"ann_01ravvkhx9ffst79gs13khbx94","lease":"{lease}","token":{token},"verdict":"fix","comment":"So.","fix":{{Content}},"activeSeconds":2}""",
        ["POST /api/projects/{project}/imports"] =
            """{"labels":"gold","model":"m","batchName":"b","mapping":{"inputs":{"text":"t"},"externalId":"id","labels":{"mood":"m"}}}""",
        ["POST /api/leaving/exports"] = """{"recipient":"age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"}""",
        // Not the customer's name, or the other tests would find nobody left.
        ["POST /api/leaving"] = """{"customerName":"Somebody else"}""",
        ["POST /api/leaving/approve"] = """{"customerName":"Somebody else"}""",
        ["POST /api/log/witnesses"] = $$"""{"url":"https://witness.example","key":"{{NoteKey.Of("witness.example/w1", NoteKeyType.Cosignature, new byte[32])}}"}""",
        ["POST /api/projects/{project}/exports"] = """{"format":"jsonl","answers":"results","includeMedia":false}""",
    };

    /// <summary>No body, or one that is not a JSON document.</summary>
    public static readonly IReadOnlySet<string> Without = new HashSet<string>(StringComparer.Ordinal)
    {
        "POST /api/projects/{project}/acceptances/{number:int}/certificate",
        "POST /api/sign-out", "POST /api/registry/clock/confirm", "POST /api/log/breaks/{number:int}/acknowledge", "POST /api/passkeys/challenge", "POST /api/me/passkeys/challenge", "POST /api/projects/{project}/assets", "POST /api/projects/{project}/tasks",
        "POST /api/registry/glasses/{glass}/open", "POST /api/registry/glasses/{glass}/close", "POST /api/trust/glasses/{glass}/approve", "POST /api/trust/glasses/{glass}/refuse",
        "POST /api/projects/{project}/imports/preview", "POST /api/projects/{project}/imports/{import}/finish", "PUT /api/projects/{project}/imports/{import}/files",
    };

    public static string? For(Route route, Place place)
    {
        if (!Json.TryGetValue(route.ToString(), out var body))
            return null;
        var filled = Regex.Replace(body, @"\{(task|lease|token)\}", m => place.Ids[m.Groups[1].Value], RegexOptions.None, TimeSpan.FromSeconds(1));
        return filled.Replace("{sha}", Work.Worker.HashOf(Content), StringComparison.Ordinal);
    }
}
