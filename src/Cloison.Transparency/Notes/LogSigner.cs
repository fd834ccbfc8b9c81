using System.Text;
using Cloison.Transparency.Signatures;

namespace Cloison.Transparency.Notes;

/// <summary>A log's own signature: Ed25519 over the text.</summary>
public sealed class LogSigner(string name, Ed25519Key key) : INoteSigner
{
    public NoteKey Key { get; } = NoteKey.Of(name, NoteKeyType.Ed25519, key.PublicKey.Span);

    public NoteSignature Sign(string text) => new(Key.Name, Key.Id, key.Sign(Encoding.UTF8.GetBytes(text)));
}
