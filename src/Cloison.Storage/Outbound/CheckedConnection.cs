using System.Net;
using System.Net.Sockets;

namespace Cloison.Storage.Outbound;

/// <summary>What a host name leads to.</summary>
public delegate Task<IPAddress[]> NameResolver(string host, CancellationToken ct);

/// <summary>
/// Connects to an address that somebody gave us, if all that its name leads to may be reached. The name is resolved once, and the connection goes to an
/// address that was looked at, so that a name cannot change between check and use.
/// </summary>
public sealed class CheckedConnection(NameResolver resolve, Func<IPAddress, bool> isAllowed)
{
    private const int MaxAddresses = 4;

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="IOException">One of its addresses may not be reached, or nobody answers.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var found = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await resolve(host, ct);
        // All of them: which one a connection takes must not be a matter of luck, or of who answers first.
        if (found.Length == 0 || !found.All(isAllowed))
            throw new IOException("Not an address to ask.");
        Exception? last = null;
        foreach (var address in found.Take(MaxAddresses))
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception e)
            {
                socket.Dispose();
                last = e;
                if (e is not SocketException)
                    throw;
            }
        }

        throw new IOException("Nobody answers.", last);
    }
}
