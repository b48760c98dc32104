using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.EntityFrameworkCore.Sqlite.Design.Internal;
using Microsoft.Extensions.DependencyInjection;
using RecoverySite.Contacts.Protection;
using RecoverySite.Contacts.Store;

if (args is not [var name])
{
    await Console.Error.WriteLineAsync("Usage, from the root of the repository: dotnet run --project tests/RecoverySite.Migrations -- NAME");
    return 2;
}

const string folder = "src/RecoverySite.Contacts/Store/Migrations/Sqlite";
Directory.CreateDirectory(folder);

await using var db = new ContactsDbContext(new DbContextOptionsBuilder<ContactsDbContext>().UseSqlite("Data Source=:memory:").Options, KeyRing.Create(DateTimeOffset.UnixEpoch));
var services = new ServiceCollection().AddEntityFrameworkDesignTimeServices().AddDbContextDesignTimeServices(db);
new SqliteDesignTimeServices().ConfigureDesignTimeServices(services);
// Templates serve scaffolding from a database, which is never done here, and their engine is not referenced.
foreach (var template in services.Where(s => s.ServiceType.Name.Contains("ModelCodeGenerator", StringComparison.Ordinal)
             || (s.ImplementationType?.Name.Contains("TextTemplating", StringComparison.Ordinal) ?? false)).ToList())
    services.Remove(template);

await using var provider = services.BuildServiceProvider();
var migration = provider.GetRequiredService<IMigrationsScaffolder>()
    .ScaffoldMigration(name, rootNamespace: "RecoverySite.Contacts", subNamespace: "Store.Migrations.Sqlite");
await File.WriteAllTextAsync(Path.Combine(folder, migration.MigrationId + migration.FileExtension), migration.MigrationCode);
await File.WriteAllTextAsync(Path.Combine(folder, migration.MigrationId + ".Designer" + migration.FileExtension), migration.MetadataCode);
await File.WriteAllTextAsync(Path.Combine(folder, migration.SnapshotName + migration.FileExtension), migration.SnapshotCode);
Console.WriteLine(migration.MigrationId);
return 0;
