using RecoverySite.Content.Yaml;

namespace RecoverySite.Content;

/// <summary>An author or clinical reviewer: a file in <c>people/</c>, whose name without <c>.md</c> is the id.</summary>
/// <param name="Credentials">As in <c>MD</c>; null when there are none to show.</param>
/// <param name="Role">What the person does, in a few words.</param>
public sealed record Person(string Id, string Name, string? Credentials, string Role)
{
    public string NameWithCredentials => Credentials is null ? Name : $"{Name}, {Credentials}";

    internal static Person? Read(string id, YamlMap yaml)
    {
        var name = yaml.Text("name", required: true);
        var credentials = yaml.Text("credentials");
        var role = yaml.Text("role", required: true);
        yaml.RefuseUnknownKeys();
        return name is null || role is null ? null : new Person(id, name, credentials, role);
    }
}
