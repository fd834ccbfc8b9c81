namespace Cloison.Server.Features.Assets;

/// <summary>How the stored rows of pixels must be turned to stand upright: the values of EXIF tag 0x0112.</summary>
internal enum Orientation
{
    Upright = 1,
    MirroredHorizontally = 2,
    UpsideDown = 3,
    MirroredVertically = 4,
    Transposed = 5,
    TurnClockwise = 6,
    Transversed = 7,
    TurnCounterclockwise = 8,
}

internal static class Orientations
{
    public static bool SwapsSides(this Orientation orientation) => orientation >= Orientation.Transposed;

    /// <summary>The ffmpeg filter that sets the picture upright; null when it stands already.</summary>
    public static string? Filter(this Orientation orientation) => orientation switch
    {
        Orientation.MirroredHorizontally => "hflip",
        Orientation.UpsideDown => "hflip,vflip",
        Orientation.MirroredVertically => "vflip",
        Orientation.Transposed => "transpose=cclock_flip",
        Orientation.TurnClockwise => "transpose=clock",
        Orientation.Transversed => "transpose=clock_flip",
        Orientation.TurnCounterclockwise => "transpose=cclock",
        _ => null,
    };
}
