using System.Text;
using System.Text.Json;
using Cloison.Domain.Annotations;
using Cloison.Domain.Json;
using Cloison.Domain.Ontologies;
using Cloison.Formats;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;

namespace Cloison.Tests.TestData;

internal sealed record Reading(IReadOnlyList<DatasetItem> Items, IReadOnlyList<Refusal> Refusals, Ontology Ontology)
{
    /// <summary>Boxes of all answers, with the image and the class.</summary>
    public IEnumerable<(string Image, string Class, Box Box, double? Score)> Boxes() =>
        Items.SelectMany(i => (i.Answers ?? []).SelectMany(a => a.Content.Regions ?? []).Select(r => (MediaFile.First(i.Data)!.Name, r.Class, (Box)r.Shape, r.Score)));

    public AnnotationContent Only => Assert.Single(Assert.Single(Items).Answers!).Content;
}

internal static class Datasets
{
    public static async Task<Reading> ReadAsync(FormatInfo format, IFileSource files, ImportOptions? options = null)
    {
        var ontology = new OntologyBuilder();
        var (items, refusals) = (new List<DatasetItem>(), new List<Refusal>());
        await foreach (var entry in format.Reader!.ReadAsync(files, options ?? ImportOptions.Default, ontology, CancellationToken.None))
            if (entry is ReadItem read)
                items.Add(read.Item);
            else
                refusals.Add((Refusal)entry);
        return new(items, refusals, ontology.Build());
    }

    public static Task<Reading> ReadAsync(FormatInfo format, string fileName, string text, ImportOptions? options = null) =>
        ReadAsync(format, new MemorySource(fileName, text), options);

    /// <summary>Writes to a stream that can neither seek nor write synchronously, as a web server's.</summary>
    public static async Task<(byte[] Bytes, FidelityReport Fidelity)> WriteAsync(
        FormatInfo format, Ontology ontology, IReadOnlyList<DatasetItem> items, ExportOptions? options = null)
    {
        using var memory = new MemoryStream();
        await using var output = new ResponseStream(memory);
        var fidelity = await format.Writer!.WriteAsync(new(ontology, _ => items.ToAsyncEnumerable()), output, options ?? ExportOptions.Default, CancellationToken.None);
        return (memory.ToArray(), fidelity);
    }

    public static async Task<IFileSource> SourceAsync(FormatInfo format, byte[] bytes) =>
        format.FileExtension == ".zip" ? await ZipSource.OpenAsync(new MemoryStream(bytes)) : new MemorySource(("export" + format.FileExtension, bytes));

    public static async Task<Reading> RoundTripAsync(FormatInfo format, Reading reading, ImportOptions? import = null, ExportOptions? export = null)
    {
        var (bytes, _) = await WriteAsync(format, reading.Ontology, reading.Items, export);
        return await ReadAsync(format, await SourceAsync(format, bytes), import);
    }

    /// <summary>Everything about the items, in the order of their names; equal texts are equal data.</summary>
    public static string Canonical(IEnumerable<DatasetItem> items) =>
        string.Join('\n', items.OrderBy(i => i.ExternalId, StringComparer.Ordinal).Select(i => JsonSerializer.Serialize(i, DomainJson.Options)));

    public static string Canonical(Ontology ontology) => JsonSerializer.Serialize(ontology, DomainJson.Options);

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private sealed class ResponseStream(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => inner.WriteAsync(buffer, offset, count, cancellationToken);
    }
}
