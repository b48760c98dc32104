using System.Globalization;
using System.Net;

namespace RecoverySite.Web.Hosting;

/// <summary>A setting or a content folder that the site must not start with. The message says what to change.</summary>
public sealed class StartRefusedException(IEnumerable<string> faults) : Exception(string.Join(Environment.NewLine, faults));

/// <summary>Everything that can be set from outside: read once, checked as a whole, never changed while running.</summary>
public sealed record Settings
{
    /// <summary>Absolute path of the folder with <c>site.yml</c> and the articles.</summary>
    public required string ContentFolder { get; init; }

    /// <summary>Absolute path of the one folder that the running site writes to.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Absolute path of the folder with the keys of the store and of staff cookies.</summary>
    public required string KeysFolder { get; init; }

    /// <summary>Absolute path of the folder that backups are written to.</summary>
    public required string BackupFolder { get; init; }

    /// <summary>Overrides <c>base_url</c> of <c>site.yml</c>; null when not set.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>Proxies whose word about scheme and sender of a request is taken.</summary>
    public required IReadOnlyList<IPNetwork> TrustedProxies { get; init; }

    public bool Trusts(IPAddress proxy) => TrustedProxies.Any(network => network.Contains(proxy.IsIPv4MappedToIPv6 ? proxy.MapToIPv4() : proxy));

    /// <summary>Without a sign of life for so long, staff are signed out.</summary>
    public required TimeSpan StaffIdle { get; init; }

    /// <summary>However busy they are, staff sign in again after so long.</summary>
    public required TimeSpan StaffSession { get; init; }

    /// <summary>From one network; see <see cref="Pages.RequestACall.FormLimits"/>.</summary>
    public required int MostFormsAnHour { get; init; }

    public required NoticeSettings Notices { get; init; }

    /// <summary>Copies of the content files as they were when they were last whole.</summary>
    public string KeptFolder => Path.Combine(DataFolder, "kept");

    public string KeyRingFile => Path.Combine(KeysFolder, "ring.json");

    /// <summary>Whoever copies the data folder has the keys too.</summary>
    public bool KeysLieBesideTheData => IsInside(KeysFolder, DataFolder);

    /// <summary>Whatever takes the data folder takes the backups along.</summary>
    public bool BackupsLieBesideTheData => IsInside(BackupFolder, DataFolder);

    public string DatabaseFile => Path.Combine(DataFolder, "recoverysite.db");

    /// <exception cref="StartRefusedException">One line for each setting that cannot be used.</exception>
    public static Settings Read(IConfiguration configuration)
    {
        var faults = new List<string>();

        var content = Folder(configuration, "Content:Folder") ?? Path.GetFullPath("content");
        if (!Directory.Exists(content))
            faults.Add($"Content:Folder should be the folder that holds site.yml and the articles, but {content} is not a folder.");

        var data = Folder(configuration, "Data:Folder") ?? Path.GetFullPath("data");
        if (File.Exists(data))
            faults.Add($"Data:Folder should be a folder that the site may write to, but {data} is a file.");
        else if (IsInside(data, content))
            faults.Add($"Data:Folder should lie outside Content:Folder, because it holds what visitors wrote, but {data} lies in it.");

        var keys = Folder(configuration, "Keys:Folder") ?? Path.Combine(data, "keys");
        if (File.Exists(keys))
            faults.Add($"Keys:Folder should be a folder that the site alone may read, but {keys} is a file.");
        else if (IsInside(keys, content))
            faults.Add($"Keys:Folder should lie outside Content:Folder, because its keys open the store, but {keys} lies in it.");

        var backup = Folder(configuration, "Backup:Folder") ?? Path.Combine(data, "backups");
        if (File.Exists(backup))
            faults.Add($"Backup:Folder should be a folder that the site may write to, but {backup} is a file.");
        else if (IsInside(backup, content))
            faults.Add($"Backup:Folder should lie outside Content:Folder, but {backup} lies in it.");

        Uri? baseUrl = null;
        if (Text(configuration, "Site:BaseUrl") is { } address
            && (!Uri.TryCreate(address, UriKind.Absolute, out baseUrl) || baseUrl.Scheme is not ("https" or "http") || baseUrl.PathAndQuery != "/"))
            faults.Add($"Site:BaseUrl should be the address of the site without a path, such as https://www.example.org, not \"{address}\".");

        var proxies = new List<IPNetwork> { IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128") };
        foreach (var proxy in Listed(configuration, "Proxy:Trusted"))
        {
            if (IPNetwork.TryParse(proxy, out var network))
                proxies.Add(network);
            else if (IPAddress.TryParse(proxy, out var single))
                proxies.Add(new IPNetwork(single, single.GetAddressBytes().Length * 8));
            else
                faults.Add($"Proxy:Trusted should list addresses such as 10.0.0.5 or networks such as 10.0.0.0/24, not \"{proxy}\".");
        }

        var idle = Number(configuration, "Staff:IdleMinutes", 60, 5, 720, faults);
        var session = Number(configuration, "Staff:SessionHours", 12, 1, 24, faults);
        var forms = Number(configuration, "Form:MostAnHour", 60, 10, 1_000_000, faults);
        var notices = NoticeSettings.Read(configuration, faults);

        if (faults.Count > 0)
            throw new StartRefusedException(faults);
        return new Settings
        {
            ContentFolder = content,
            DataFolder = data,
            KeysFolder = keys,
            BackupFolder = backup,
            BaseUrl = baseUrl,
            TrustedProxies = proxies,
            StaffIdle = TimeSpan.FromMinutes(idle),
            StaffSession = TimeSpan.FromHours(session),
            MostFormsAnHour = forms,
            Notices = notices,
        };
    }

    /// <summary>A list of its own, or one line with commas.</summary>
    internal static IEnumerable<string> Listed(IConfiguration configuration, string key) =>
        configuration.GetSection(key).GetChildren().Select(c => c.Value ?? "")
            .Concat((configuration[key] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    internal static int Number(IConfiguration configuration, string key, int otherwise, int least, int most, List<string> faults)
    {
        if (Text(configuration, key) is not { } text)
            return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        faults.Add($"{key} should be a whole number from {least} to {most}, not \"{text}\".");
        return otherwise;
    }

    internal static string? Text(IConfiguration configuration, string key) =>
        configuration[key] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private static string? Folder(IConfiguration configuration, string key) =>
        Text(configuration, key) is { } folder ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) : null;

    private static bool IsInside(string folder, string other) =>
        (folder + Path.DirectorySeparatorChar).StartsWith(other + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
