using System.Reflection;
using System.Text.RegularExpressions;
using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Server.Platform.Access;

namespace Cloison.ServerTests.Platform;

/// <summary>P10: no reply to an operator or to who has no customer can carry content, by its type. What may be in one is listed here, and nothing else is.</summary>
public sealed class OperatorReplyTests(WholeServer server) : IClassFixture<WholeServer>
{
    /// <summary>Words of what content is made of; a field of an operator's reply has none of them in its name.</summary>
    private static readonly Regex ContentWords = new(
        "content|instruction|ontolog|annotation|prediction|task|asset|batch|project|label|region|comment|draft|review|import|export|artifact|file|note|text", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));

    /// <summary>Names of customers and people, which the operator has entered or invited himself.</summary>
    private static readonly HashSet<Type> Harmless = [typeof(CustomerSummary)];

    [Fact]
    public void No_reply_to_an_operator_has_a_field_or_a_type_that_content_has()
    {
        var operators = server.Routes.Where(r => r.Policy == Policies.Operate).ToList();
        Assert.InRange(operators.Count, 10, int.MaxValue);
        var contents = server.Routes.Where(r => r is { IsApi: true, IsWithoutContent: false } && r.Policy is { } policy && Policies.InCompartment.ContainsKey(policy) && r.Pattern.Contains("/projects", StringComparison.Ordinal))
            .SelectMany(r => Reach(r.Replies)).ToHashSet();
        // The control: content is found where it is.
        Assert.Contains(typeof(ProjectDetail), contents);
        Assert.Contains(contents.SelectMany(Fields), f => ContentWords.IsMatch(f));

        var wrong = operators.SelectMany(route => Reach(route.Replies).SelectMany(type =>
            Fields(type).Where(f => ContentWords.IsMatch(f)).Select(f => $"{route}: {type.Name}.{f}").Concat(contents.Contains(type) && !Harmless.Contains(type) && IsOurs(type) ? [$"{route}: {type.Name}"] : [])));
        Assert.Equal([], wrong);
    }

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("Cloison.", StringComparison.Ordinal) == true && type is { IsEnum: false, IsValueType: false } && !typeof(IIdKind).IsAssignableFrom(type);

    private static IEnumerable<string> Fields(Type type) => IsOurs(type) ? type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name) : [];

    /// <summary>Every type that a reply can hold, however deep.</summary>
    private static HashSet<Type> Reach(IEnumerable<Type> replies)
    {
        var (reached, open) = (new HashSet<Type>(), new Stack<Type>(replies));
        while (open.TryPop(out var type))
        {
            if (!reached.Add(type))
                continue;
            foreach (var argument in type.GetGenericArguments())
                open.Push(argument);
            if (type.GetElementType() is { } element)
                open.Push(element);
            if (!IsOurs(type))
                continue;
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
                open.Push(property.PropertyType);
            // A closed hierarchy: whatever of it may come.
            foreach (var kind in type.Assembly.GetTypes().Where(t => t.IsSubclassOf(type)))
                open.Push(kind);
        }

        return reached;
    }
}
