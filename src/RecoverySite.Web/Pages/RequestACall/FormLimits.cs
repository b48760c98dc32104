using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using RecoverySite.Web.Hosting;

namespace RecoverySite.Web.Pages.RequestACall;

/// <summary>
/// How many forms one network may send in an hour. Generous, because the people of a clinic share an address. Whose
/// address a proxy does not tell is not counted: all visitors together must not be taken for one. What is kept of an address is
/// a hash under a key that is thrown away with the hour, in memory alone.
/// </summary>
public sealed class FormLimits(Settings settings, TimeProvider clock)
{
    private readonly Lock gate = new();
    private Dictionary<string, int> sent = [];
    private byte[] secret = [];
    private long hour;

    /// <summary>Null when the form may be taken; otherwise how long until the next one may.</summary>
    public TimeSpan? Count(IPAddress? from)
    {
        if (from is null || settings.TrustedProxies.Any(proxy => proxy.Contains(from)))
            return null;
        var now = clock.GetUtcNow();
        lock (gate)
        {
            if (now.UtcTicks / TimeSpan.TicksPerHour is var current && current != hour)
                (hour, sent, secret) = (current, [], RandomNumberGenerator.GetBytes(32));
            var key = Convert.ToHexString(HMACSHA256.HashData(secret, Network(from)));
            var count = sent[key] = sent.GetValueOrDefault(key) + 1;
            return count <= settings.MostFormsAnHour ? null : TimeSpan.FromHours(1) - TimeSpan.FromTicks(now.UtcTicks % TimeSpan.TicksPerHour);
        }
    }

    /// <summary>An IPv4 address, or the first 64 bits of an IPv6 one: those are one household's or one company's.</summary>
    private static byte[] Network(IPAddress address)
    {
        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        return address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } ? bytes[..8] : bytes;
    }
}
