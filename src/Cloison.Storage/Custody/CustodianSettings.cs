using System.Text.Json.Serialization;

namespace Cloison.Storage.Custody;

/// <summary>Which custodian holds the key above a customer's root, and how he is reached. Kept sealed.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Installation), "installation")]
[JsonDerivedType(typeof(AwsKms), "aws_kms")]
[JsonDerivedType(typeof(Agent), "agent")]
public abstract record CustodianSettings
{
    private CustodianSettings()
    {
    }

    /// <summary>As it is spelt in the table <c>custodies</c> and in the API.</summary>
    [JsonIgnore]
    public abstract string Kind { get; }

    /// <summary>The installation's own root key: a file or an environment variable. The host can read what it protects.</summary>
    public sealed record Installation : CustodianSettings
    {
        [JsonIgnore]
        public override string Kind => "installation";
    }

    /// <summary>A symmetric key of the AWS Key Management Service.</summary>
    /// <param name="KeyId">The key's ARN, which names its account.</param>
    /// <param name="AccessKeyId">Null: the credentials that the server's machine has; then the key's policy must let them in.</param>
    public sealed record AwsKms(string KeyId, string Region, string? AccessKeyId = null, string? SecretAccessKey = null) : CustodianSettings
    {
        [JsonIgnore]
        public override string Kind => "aws_kms";

        /// <summary>Without the secret.</summary>
        public override string ToString() => $"aws_kms {KeyId}";
    }

    /// <summary>A <c>cloison keyagent</c> that the customer runs.</summary>
    /// <param name="PublicKey">The agent's Ed25519 key, 32 bytes in base64: its replies are signed with it.</param>
    public sealed record Agent(string Address, string PublicKey) : CustodianSettings
    {
        [JsonIgnore]
        public override string Kind => "agent";
    }
}
