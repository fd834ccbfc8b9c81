using Cloison.Storage.Sealing;

namespace Cloison.ServerTests.Storage.Sealing;

/// <summary>A file custodian in a folder of its own.</summary>
public sealed class CustodianUnderTest : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public CustodianUnderTest() => Custodian = FileKeyCustodian.Create(folder.Of("root.key"));

    public FileKeyCustodian Custodian { get; }

    public void Dispose()
    {
        Custodian.Dispose();
        folder.Dispose();
    }
}
