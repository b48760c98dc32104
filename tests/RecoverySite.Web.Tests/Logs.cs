namespace RecoverySite.Web.Tests;

internal static class Logs
{
    /// <summary>The log files as text, read beside the running site.</summary>
    public static string Read(string dataFolder)
    {
        var text = "";
        foreach (var file in Directory.EnumerateFiles(Path.Combine(dataFolder, "logs")))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            text += reader.ReadToEnd();
        }
        return text;
    }
}
