namespace Cloison.Formats.Files;

/// <summary>Pixels of the upright image.</summary>
public sealed record ImageSize(int Width, int Height);
