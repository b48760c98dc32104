using System.Text;

namespace RecoverySite.Web.Pages.Discovery;

/// <summary>XML that is sent as UTF-8 says so: a plain string writer would declare UTF-16.</summary>
internal sealed class Utf8Writer : StringWriter
{
    public override Encoding Encoding => Encoding.UTF8;
}
