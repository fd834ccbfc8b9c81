using System.Runtime.CompilerServices;
using Cloison.Domain.Ontologies;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;

namespace Cloison.Formats;

/// <summary>From any format to any other, without a server. The input is read several times; memory does not grow with it.</summary>
public static class DatasetConverter
{
    /// <summary>Refusals beyond this many are only counted.</summary>
    public const int MaxRefusals = 1_000;

    /// <exception cref="ArgumentException">The one format cannot be imported, or the other not be exported.</exception>
    public static async Task<ConversionReport> ConvertAsync(
        FormatInfo from, IFileSource files, FormatInfo to, Stream output, ImportOptions? import = null, ExportOptions? export = null, CancellationToken ct = default)
    {
        var reader = from.Reader ?? throw new ArgumentException($"'{from.Id}' cannot be imported.", nameof(from));
        var writer = to.Writer ?? throw new ArgumentException($"'{to.Id}' cannot be exported.", nameof(to));
        var survey = await SurveyAsync(reader, files, import ?? ImportOptions.Default, ct);
        var fidelity = await writer.WriteAsync(
            new(survey.Ontology, token => ItemsAsync(reader, files, import ?? ImportOptions.Default, token)), output, export ?? ExportOptions.Default, ct);
        return new(survey.Items, survey.Refusals, survey.RefusalCount, fidelity, survey.Ontology);
    }

    /// <summary>Reads everything once, to know what is there: what the data imply, how many items, what is refused.</summary>
    public static async Task<DatasetSurvey> SurveyAsync(IDatasetReader reader, IFileSource files, ImportOptions options, CancellationToken ct)
    {
        var ontology = new OntologyBuilder();
        var refusals = new List<Refusal>();
        long items = 0, refused = 0;
        await foreach (var entry in reader.ReadAsync(files, options, ontology, ct))
            if (entry is Refusal refusal)
            {
                if (refused++ < MaxRefusals)
                    refusals.Add(refusal);
            }
            else
                items++;
        return new(ontology.Build(), items, refusals, refused);
    }

    private static async IAsyncEnumerable<DatasetItem> ItemsAsync(
        IDatasetReader reader, IFileSource files, ImportOptions options, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var entry in reader.ReadAsync(files, options, new(), ct))
            if (entry is ReadItem read)
                yield return read.Item;
    }
}

/// <param name="Refusals">The first <see cref="DatasetConverter.MaxRefusals"/>.</param>
public sealed record DatasetSurvey(Ontology Ontology, long Items, IReadOnlyList<Refusal> Refusals, long RefusalCount);

/// <param name="Items">Items read.</param>
/// <param name="Refusals">The first <see cref="DatasetConverter.MaxRefusals"/> of what could not be read.</param>
/// <param name="Fidelity">What was written, and what the target format could not hold.</param>
public sealed record ConversionReport(long Items, IReadOnlyList<Refusal> Refusals, long RefusalCount, FidelityReport Fidelity, Ontology Ontology);
