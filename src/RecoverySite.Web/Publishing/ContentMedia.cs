using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;
using Microsoft.Extensions.Primitives;
using RecoverySite.Web.Hosting;

namespace RecoverySite.Web.Publishing;

/// <summary>Pictures and videos: the files that the library has seen in its folder. What a link in the folder points to is not among them.</summary>
public sealed class ContentMedia(CurrentContent content, Settings settings) : IFileProvider
{
    public static IContentTypeProvider Types { get; } = new FileExtensionContentTypeProvider(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".webp"] = "image/webp",
        [".avif"] = "image/avif",
        [".mp4"] = "video/mp4",
        [".webm"] = "video/webm",
        [".vtt"] = "text/vtt",
    });

    public IFileInfo GetFileInfo(string subpath)
    {
        var path = subpath.TrimStart('/');
        var file = new FileInfo(Path.Combine(settings.ContentFolder, path));
        return content.Library.HasMedia(path) && file.LinkTarget is null ? new PhysicalFileInfo(file) : new NotFoundFileInfo(subpath);
    }

    public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;
}
