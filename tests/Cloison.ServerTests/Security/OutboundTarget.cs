using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Cloison.Server.Platform.Outbound;

namespace Cloison.ServerTests.Security;

/// <summary>A server on this machine that says what it is told to, byte by byte, and counts who comes.</summary>
internal sealed class OutboundTarget : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<string, string?> answer;
    private readonly X509Certificate2? certificate;
    private readonly Task serving;
    private int connections;

    /// <param name="answer">From the head of the request to the whole reply; null: silence.</param>
    /// <param name="certificate">With one, it speaks TLS.</param>
    public OutboundTarget(Func<string, string?> answer, X509Certificate2? certificate = null)
    {
        (this.answer, this.certificate) = (answer, certificate);
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Connections => Volatile.Read(ref connections);

    /// <summary>What may ask servers of this machine.</summary>
    public static SafeHttp Permitted() => new(Dns.GetHostAddressesAsync, IPAddress.IsLoopback);

    public static string Ok(string body) => $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    public string Address(string host) => $"http://{host}:{Port}/";

    public OutboundRules Rules(string host) => new(Hosts: [$"{host}:{Port}"], AllowPlainHttp: true);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var all = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                Interlocked.Increment(ref connections);
                all.Add(AnswerAsync(client));
            }
        }
        catch (Exception e) when (stop.IsCancellationRequested && e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(all);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
            try
            {
                Stream stream = client.GetStream();
                if (certificate is not null)
                {
                    var secured = new SslStream(stream);
                    await secured.AuthenticateAsServerAsync(certificate);
                    stream = secured;
                }

                var head = new StringBuilder();
                var buffer = new byte[4096];
                while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer, stop.Token) is > 0 and var read)
                    head.Append(Encoding.ASCII.GetString(buffer, 0, read));
                if (answer(head.ToString()) is not { } reply)
                {
                    await Task.Delay(Timeout.Infinite, stop.Token);
                    return;
                }

                await stream.WriteAsync(Encoding.ASCII.GetBytes(reply), stop.Token);
                client.Client.Shutdown(SocketShutdown.Send);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
            {
                // Whoever asked has hung up.
            }
    }
}
