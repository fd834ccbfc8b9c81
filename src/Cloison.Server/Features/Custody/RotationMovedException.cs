namespace Cloison.Server.Features.Custody;

/// <summary>Another node has taken the rotation further than this one believes: what this one was about to write is out of date.</summary>
internal sealed class RotationMovedException() : Exception("Another node has gone on with this rotation.");
