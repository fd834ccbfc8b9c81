using System.Runtime.CompilerServices;
using System.Text;
using Cloison.Domain.Ontologies;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Formats.Input;

namespace Cloison.Formats.Conll;

/// <summary>
/// Tokens and tags in columns, as CoNLL-2003 (Tjong Kim Sang and De Meulder, 2003): the token first, its tag last, blanks or tabs
/// between; a blank line ends a sentence, <c>-DOCSTART-</c> begins a document. An item is a document, or a sentence when the
/// file has no documents. The text is rebuilt: tokens joined by a blank, sentences by a line feed.
/// </summary>
internal sealed class ConllReader : IDatasetReader
{
    public const string DocumentStart = "-DOCSTART-";

    public async IAsyncEnumerable<DatasetEntry> ReadAsync(
        IFileSource files, ImportOptions options, OntologyBuilder ontology, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var refusal in files.Refusals)
            yield return refusal;
        ontology.AddInput(options.TextInput, InputKind.Text);
        foreach (var file in files.Files.Where(f => files.Files.Count == 1 || f.Extension is ".conll" or ".txt" or ".bio" or ".iob" or ".tsv"))
            await foreach (var entry in Contained.FileAsync(file.Name, ReadFileAsync(files, file, options, ontology, ct), ct))
                yield return entry;
    }

    private static async IAsyncEnumerable<DatasetEntry> ReadFileAsync(
        IFileSource files, SourceFile file, ImportOptions options, OntologyBuilder ontology, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var raw = await files.OpenAsync(file, ct);
        await using var utf8 = await Utf8Input.OpenAsync(raw, ct);
        var hasDocuments = false;
        var document = new ConllDocument(options.TextInput, 1);
        await foreach (var line in LineReader.ReadAsync(utf8, options.Limits.MaxRowBytes, ct))
        {
            var place = $"{file.Name}:{line.Number}";
            string? problem = null;
            var isStart = false;
            if (line.TooLong)
                problem = LineReader.TooLong(options.Limits.MaxRowBytes);
            else if (line.IsBlank)
                document.EndSentence();
            else if (Decode(line, out problem) is { } text)
            {
                var columns = text.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
                isStart = columns[0] == DocumentStart;
                if (!isStart && document.Length > options.Limits.MaxRowBytes)
                    problem = $"The document is longer than {options.Limits.MaxRowBytes:N0} characters; this token is left out.";
                else if (!isStart)
                    problem = document.AddToken(columns);
            }

            if (problem is not null)
                yield return new Refusal(place, problem);
            hasDocuments |= isStart;
            // Without documents an item is a sentence; before the first mark nobody knows yet, so that sentences in front of it are items too.
            if ((isStart || (!hasDocuments && line.IsBlank)) && !document.IsEmpty)
                yield return Finish(document, file, options, ontology);
            if (isStart || (!hasDocuments && line.IsBlank))
                document = new(options.TextInput, line.Number + 1);
        }

        document.EndSentence();
        if (!document.IsEmpty)
            yield return Finish(document, file, options, ontology);
    }

    private static string? Decode(TextLine line, out string? problem)
    {
        try
        {
            problem = null;
            return line.Decode();
        }
        catch (DecoderFallbackException)
        {
            problem = "The line is not valid UTF-8.";
            return null;
        }
    }

    private static ReadItem Finish(ConllDocument document, SourceFile file, ImportOptions options, OntologyBuilder ontology)
    {
        document.EndSentence();
        var (text, regions) = document.Finish();
        var content = new Domain.Annotations.AnnotationContent(regions);
        ontology.Observe(content);
        var place = $"{file.Name}:{document.FirstLine}";
        var data = new Domain.Tasks.TaskData(new() { [options.TextInput] = text });
        return new(new(data, [ImageItems.Answer(options, content)], ExternalId: place), place);
    }
}
