namespace Cloison.Inference.Acceptance;

/// <summary>What a sampling inspection has to achieve, in the words of ISO 2859 and ISO 28590.</summary>
/// <param name="RejectableErrorRate">A batch with this share of wrong items (LTPD) passes with at most <paramref name="ConsumerRisk"/>. Above 0, below 1.</param>
/// <param name="AcceptableErrorRate">A batch with this share (AQL) is refused with at most <paramref name="ProducerRisk"/>; null: nothing is asked.</param>
public sealed record SamplingDemand(double RejectableErrorRate, double? AcceptableErrorRate = null, double ConsumerRisk = 0.1, double ProducerRisk = 0.05);
