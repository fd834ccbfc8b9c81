namespace Cloison.Inference.Acceptance;

/// <summary>Everything that a certificate of a batch states; no content but the notes of the inspectors.</summary>
/// <param name="LotSize">Items in the batch.</param>
/// <param name="Seed">Of the draw: with the list of items anybody can draw the same sample.</param>
/// <param name="Sample">Ids of the drawn items, in the order of the draw.</param>
/// <param name="InspectedByStratum">Drawn items a stratum.</param>
/// <param name="Wrong">Inspected items whose heaviest error counts.</param>
/// <param name="UpperRate">The share of wrong items in the batch is not above, with <paramref name="Confidence"/>.</param>
/// <param name="RejectableChance">The chance with which this plan passes a batch that is as bad as the rejectable rate.</param>
/// <param name="AcceptableChance">The same of one at the acceptable rate; null where none was asked for.</param>
/// <param name="Kinds">By name. The bound of a kind takes the batch as endless: how many items hold it is not counted.</param>
public sealed record AcceptanceReport(
    int LotSize, ulong Seed, SamplingPlan Plan, SamplingDemand Demand, double Confidence, double WrongFrom,
    IReadOnlyList<string> Sample, IReadOnlyDictionary<string, int> InspectedByStratum, int Wrong, AcceptanceVerdict Verdict,
    double Rate, double UpperRate, double WeightedRate, double UpperWeightedRate, double RejectableChance, double? AcceptableChance,
    IReadOnlyList<KindFinding> Kinds, IReadOnlyList<Inspection> Errors);
