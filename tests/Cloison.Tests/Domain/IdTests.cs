using System.Text.Json;
using Cloison.Domain.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Cloison.Tests.Domain;

public sealed class IdTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_id_reads_back_from_its_text() =>
        Prop.ForAll<Guid>(guid => TaskId.Parse(TaskId.From(guid).Text) == TaskId.From(guid)).QuickCheckThrowOnFailure();

    [Fact]
    public void Different_guids_give_different_ids() =>
        Prop.ForAll<Guid, Guid>((a, b) => (a == b) == (TaskId.From(a) == TaskId.From(b))).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_order_is_creation_order()
    {
        var ids = Enumerable.Range(0, 1_000).Select(ms => TaskId.New(Noon.AddMilliseconds(ms))).ToArray();

        Assert.Equal(ids, ids.OrderBy(i => i.Text, StringComparer.Ordinal));
        Assert.Equal(ids, ids.Order());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("tsk_")]
    [InlineData("ann_01jd8q00000000000000000000")]
    [InlineData("tsk_01JD8Q00000000000000000000")]
    [InlineData("tsk_81jd8q00000000000000000000")]
    [InlineData("tsk_01jd8q0000000000000000000u")]
    [InlineData("tsk_01jd8q000000000000000000000")]
    [InlineData("tsk-01jd8q00000000000000000000")]
    [InlineData(" tsk_01jd8q0000000000000000000")]
    public void What_is_no_id_of_this_kind_is_refused(string? text)
    {
        Assert.False(TaskId.TryParse(text, out var id));
        Assert.True(id.IsEmpty);
    }

    [Fact]
    public void Every_refusal_has_a_neighbour_that_is_taken() => Assert.True(TaskId.TryParse("tsk_01jd8q00000000000000000000", out _));

    [Fact]
    public void In_json_an_id_is_its_text_and_another_kind_is_refused()
    {
        var id = TaskId.New(Noon);

        Assert.Equal($"\"{id}\"", JsonSerializer.Serialize(id, DomainJson.Options));
        Assert.Equal(id, JsonSerializer.Deserialize<TaskId>($"\"{id}\"", DomainJson.Options));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<AssetId>($"\"{id}\"", DomainJson.Options));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TaskId>("null", DomainJson.Options));
    }
}
