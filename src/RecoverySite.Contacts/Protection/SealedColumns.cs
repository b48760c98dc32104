using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts.Protection;

/// <summary>
/// What nobody may read in the file. The property of the entity is in the clear and not mapped; its column is a shadow
/// property beside it, opened when a row is loaded and sealed when it is saved.
/// </summary>
internal static class SealedColumns
{
    /// <summary>Shadow properties to find a <see cref="CallRequest"/> by.</summary>
    public const string NumberIndex = "NumberIndex", LastFourIndex = "LastFourIndex";

    /// <summary>Before the name of a property, the name of the shadow property with its sealed value.</summary>
    public const string Prefix = "Sealed";

    private static readonly Dictionary<Type, Column[]> ByEntity = new()
    {
        [typeof(CallRequest)] = [Of<CallRequest>(nameof(CallRequest.Number), isRequired: true)],
        [typeof(Submission)] =
        [
            Of<Submission>(nameof(Submission.Number), isRequired: true),
            Of<Submission>(nameof(Submission.NumberAsTyped), isRequired: true),
            Of<Submission>(nameof(Submission.Extension)),
            Of<Submission>(nameof(Submission.Name)),
            Of<Submission>(nameof(Submission.Note)),
            Of<Submission>(nameof(Submission.ReceiptToken), isRequired: true),
        ],
        [typeof(StaffNote)] = [Of<StaffNote>(nameof(StaffNote.Text), isRequired: true)],
        [typeof(StaffMember)] = [Of<StaffMember>(nameof(StaffMember.AuthenticatorKey), opensOrFails: true)],
    };

    /// <param name="OpensOrFails">A second factor is not guessed at: whoever cannot be checked does not come in.</param>
    private sealed record Column(PropertyInfo Property, bool IsRequired, bool OpensOrFails)
    {
        public string Name => Property.Name;
        public string Shadow { get; } = Prefix + Property.Name;

        public SealedPlace In(IReadOnlyEntityType entity, Guid row) => new(entity.GetTableName()!, Name, row);
    }

    public static void Map(ModelBuilder model)
    {
        foreach (var (type, columns) in ByEntity)
        {
            foreach (var column in columns)
            {
                model.Entity(type).Ignore(column.Name);
                model.Entity(type).Property<string>(column.Shadow).HasColumnName(column.Name).IsRequired(column.IsRequired);
            }
        }
        model.Entity<CallRequest>().Property<byte[]>(NumberIndex);
        model.Entity<CallRequest>().Property<byte[]>(LastFourIndex);
    }

    /// <summary>Seals what is new, what has changed, and what an earlier key has sealed.</summary>
    public static void Seal(ChangeTracker tracker, KeyRing keys)
    {
        foreach (var entry in tracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Unchanged))
        {
            foreach (var column in ColumnsOf(entry.Metadata))
                Seal(entry, column, keys);
            if (entry.Entity is CallRequest request && !Unreadable.Is(request.Number))
            {
                Index(entry, NumberIndex, keys.IndexOfNumber(request.Number));
                Index(entry, LastFourIndex, keys.IndexOfLastFour(request.Number));
            }
        }
    }

    /// <summary>How one of the shadow properties is made for a new row.</summary>
    public static Func<object, KeyRing, object?> ValueOf(IReadOnlyProperty shadow)
    {
        if (shadow.Name == NumberIndex)
            return (row, keys) => keys.IndexOfNumber(((CallRequest)row).Number);
        if (shadow.Name == LastFourIndex)
            return (row, keys) => keys.IndexOfLastFour(((CallRequest)row).Number);
        var entity = (IReadOnlyEntityType)shadow.DeclaringType;
        var column = ColumnsOf(entity).Single(c => c.Shadow == shadow.Name);
        var table = entity.GetTableName()!;
        var id = entity.ClrType.GetProperty("Id")!;
        return (row, keys) => column.Property.GetValue(row) is string plain ? keys.Seal(plain, new(table, column.Name, (Guid)id.GetValue(row)!)) : null;
    }

    /// <summary>Opens a value that was read by itself. What cannot be opened is told of, and <see cref="Unreadable.Text"/> stands in its place.</summary>
    public static string Open<T>(ContactsDbContext db, string value, string property, Guid row) =>
        Open(db, value, new SealedPlace(db.Model.FindEntityType(typeof(T))!.GetTableName()!, property, row), opensOrFails: false);

    private static string Open(ContactsDbContext db, string value, SealedPlace place, bool opensOrFails)
    {
        try
        {
            return db.Open(value, place);
        }
        catch (SealBrokenException) when (!opensOrFails && db.OnUnreadable is { } tell)
        {
            tell(place);
            return Unreadable.Text;
        }
    }

    /// <summary>The tables with sealed columns, by their names in the database.</summary>
    public static IEnumerable<(Type Entity, string Table, IReadOnlyList<string> Columns)> Tables(IReadOnlyModel model) =>
        ByEntity.Select(e => (e.Key, model.FindEntityType(e.Key)!.GetTableName()!, (IReadOnlyList<string>)[.. e.Value.Select(c => c.Name)]));

    private static void Seal(EntityEntry entry, Column column, KeyRing keys)
    {
        var property = entry.Property(column.Shadow);
        if (Unreadable.Is((string?)column.Property.GetValue(entry.Entity)))
            return;
        if (column.Property.GetValue(entry.Entity) is not string plain)
        {
            if (property.CurrentValue is not null)
                property.CurrentValue = null;
            return;
        }
        var place = column.In(entry.Metadata, (Guid)entry.Property("Id").CurrentValue!);
        if (property.CurrentValue is not string value || !value.StartsWith(keys.CurrentPrefix, StringComparison.Ordinal) || keys.Open(value, place) != plain)
            property.CurrentValue = keys.Seal(plain, place);
    }

    private static void Index(EntityEntry entry, string name, byte[] value)
    {
        var property = entry.Property(name);
        if (!value.AsSpan().SequenceEqual((byte[]?)property.CurrentValue))
            property.CurrentValue = value;
    }

    private static Column[] ColumnsOf(IReadOnlyEntityType entity) => ByEntity.GetValueOrDefault(entity.ClrType, []);

    private static Column Of<T>(string property, bool isRequired = false, bool opensOrFails = false) => new(typeof(T).GetProperty(property)!, isRequired, opensOrFails);

    /// <summary>Opens what is loaded.</summary>
    public sealed class Unsealing : IMaterializationInterceptor
    {
        public static readonly Unsealing Instance = new();

        public object InitializedInstance(MaterializationInterceptionData materializationData, object entity)
        {
            foreach (var column in ColumnsOf(materializationData.EntityType))
            {
                if (materializationData.GetPropertyValue<string?>(column.Shadow) is { } value)
                    column.Property.SetValue(entity, Open((ContactsDbContext)materializationData.Context, value, column.In(materializationData.EntityType, materializationData.GetPropertyValue<Guid>("Id")), column.OpensOrFails));
            }
            return entity;
        }
    }
}
