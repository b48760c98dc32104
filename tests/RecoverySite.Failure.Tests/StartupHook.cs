using System.Diagnostics;

/// <summary>
/// The runtime runs this before the program (DOTNET_STARTUP_HOOKS). From then on whatever sends a form blocks its thread, for good, at the
/// moment that the framework tells its listeners of by the name in BLOCK_AT.
/// </summary>
internal static class StartupHook
{
    public const string At = "BLOCK_AT", Said = "This thread is blocked.";

    public static void Initialize() => DiagnosticListener.AllListeners.Subscribe(new Listeners(Environment.GetEnvironmentVariable(At)!));

    private static object? Of(object? value, string property) => value?.GetType().GetProperty(property)?.GetValue(value);

    private sealed class Listeners(string at) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.AspNetCore")
                value.Subscribe(this, name => name == at);
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            var context = Of(value.Value, "httpContext") ?? Of(Of(value.Value, "ActionContext"), "HttpContext");
            if (value.Key != at || Of(Of(context, "Request"), "Method") as string != "POST")
                return;
            Console.WriteLine(Said);
            Thread.CurrentThread.Join();
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
