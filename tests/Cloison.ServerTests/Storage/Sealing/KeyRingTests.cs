using Cloison.Storage.Sealing;

namespace Cloison.ServerTests.Storage.Sealing;

public sealed class KeyRingTests(CustodianUnderTest keys) : IClassFixture<CustodianUnderTest>
{
    private static readonly byte[] Content = "the heron's secret"u8.ToArray();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ring_unlocked_from_its_rows_opens_what_the_first_one_sealed()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var envelope = ring.For(Samples.Project).Seal(Samples.Place, Content);
        using var again = await UnlockAsync(ring.Keys);
        Assert.Equal(Content, again.For(Samples.Project).Open(Samples.Place, envelope));
        Assert.Equal(ring.Index.Of("task.external_id", "a"), again.Index.Of("task.external_id", "a"));
        Assert.Equal(["root", "compartment", "project", "project"], ring.Keys.Select(k => k.Purpose.Text()));
        Assert.Equal([1u, 2u, 3u, 4u], ring.Keys.Select(k => k.Number));
    }

    [Fact]
    public async Task Text_and_json_come_back_as_they_were()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var sealer = ring.For(Samples.Project);
        foreach (var text in new[] { "", "Graureiher 🪶", new string('é', 5000) })
            Assert.Equal(text, sealer.OpenText(Samples.Place, sealer.SealText(Samples.Place, text)));
        Assert.ThrowsAny<ArgumentException>(() => sealer.SealText(Samples.Place, "\ud800"));
        var ids = new List<ProjectId> { Samples.Project };
        Assert.Equal(ids, sealer.OpenJson<List<ProjectId>>(Samples.Place, sealer.SealJson(Samples.Place, ids)));
    }

    [Fact]
    public async Task One_project_never_opens_anothers_content()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var envelope = ring.For(Samples.Project).Seal(Samples.Place, Content);
        Assert.Equal(SealBreak.UnknownKey, Samples.Break(() => ring.For(Samples.OtherProject).Open(Samples.Place, envelope)));
        Assert.Equal(SealBreak.UnknownKey, Samples.Break(() => ring.ForCompartment().Open(Samples.Place, envelope)));
        var common = ring.ForCompartment().Seal(Samples.Place, Content);
        Assert.Equal(Content, ring.ForCompartment().Open(Samples.Place, common));
        Assert.Equal(SealBreak.UnknownKey, Samples.Break(() => ring.For(Samples.Project).Open(Samples.Place, common)));
        var retagged = Samples.Flipped(envelope, 4, 3 ^ 4);
        Assert.Equal(SealBreak.WrongPlaceOrKey, Samples.Break(() => ring.For(Samples.OtherProject).Open(Samples.Place, retagged)));
    }

    [Fact]
    public async Task The_root_seals_no_content()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var envelope = ring.ForCompartment().Seal(Samples.Place, Content);
        envelope[4] = 1;
        Assert.Equal(SealBreak.UnknownKey, Samples.Break(() => ring.ForCompartment().Open(Samples.Place, envelope)));
    }

    [Fact]
    public async Task A_project_without_a_key_can_neither_seal_nor_open()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var stranger = ring.For(ProjectId.New(Samples.Now));
        Assert.Equal(SealBreak.UnknownKey, Samples.Break(() => stranger.Seal(Samples.Place, Content)));
        Assert.Throws<ArgumentException>(() => ring.For(default));
    }

    [Fact]
    public async Task After_a_rotation_the_new_key_seals_and_the_old_one_still_opens()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var sealer = ring.For(Samples.Project);
        var old = sealer.Seal(Samples.Place, Content);
        Assert.True(sealer.IsCurrent(old));
        ring.Apply(ring.Plan.Rotation(Samples.Project));
        var fresh = sealer.Seal(Samples.Place, Content);
        Assert.False(sealer.IsCurrent(old));
        Assert.True(sealer.IsCurrent(fresh));
        Assert.Equal(Content, sealer.Open(Samples.Place, old));

        Assert.Throws<InvalidOperationException>(() => ring.Plan.Destruction(5));
        ring.Apply([ring.Plan.Destruction(3)]);
        Assert.Equal(SealBreak.KeyDestroyed, Samples.Break(() => sealer.Open(Samples.Place, old)));
        Assert.Equal(Content, sealer.Open(Samples.Place, fresh));
    }

    [Fact]
    public async Task A_pending_key_opens_before_it_seals()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        using var otherNode = await UnlockAsync(ring.Keys);
        var pending = ring.Plan.Pending(Samples.Project);
        ring.Apply([pending]);
        Assert.True(Envelope.TryKeyNumber(ring.For(Samples.Project).Seal(Samples.Place, Content), out var before));
        Assert.Equal(3u, before);
        otherNode.Apply([pending]);

        ring.Apply(ring.Plan.Activation(pending.Number));
        var envelope = ring.For(Samples.Project).Seal(Samples.Place, Content);
        Assert.True(Envelope.TryKeyNumber(envelope, out var after));
        Assert.Equal(pending.Number, after);
        Assert.Equal(Content, otherNode.For(Samples.Project).Open(Samples.Place, envelope));
        Assert.Throws<InvalidOperationException>(() => ring.Plan.Activation(pending.Number));
    }

    [Fact]
    public async Task A_revoked_project_is_shut_at_once_and_comes_back_when_restored()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var sealer = ring.For(Samples.Project);
        var old = sealer.Seal(Samples.Place, Content);
        ring.Apply(ring.Plan.Rotation(Samples.Project));
        var envelope = sealer.Seal(Samples.Place, Content);
        ring.Apply(ring.Plan.Revocation(Samples.Project));
        Assert.Equal(SealBreak.KeyRevoked, Samples.Break(() => sealer.Open(Samples.Place, envelope)));
        Assert.Equal(SealBreak.KeyRevoked, Samples.Break(() => sealer.Seal(Samples.Place, Content)));
        Assert.Equal(Content, ring.For(Samples.OtherProject).Open(Samples.Place, ring.For(Samples.OtherProject).Seal(Samples.Place, Content)));

        ring.Apply(ring.Plan.Restoration(Samples.Project));
        Assert.Equal(Content, sealer.Open(Samples.Place, envelope));
        Assert.Equal(Content, sealer.Open(Samples.Place, old));
        Assert.True(sealer.IsCurrent(envelope));
        Assert.Equal(["decrypt_only", "active"], ring.Keys.Where(k => k.Project == Samples.Project).Select(k => k.State.Text()));
    }

    [Fact]
    public async Task What_a_destroyed_key_sealed_is_gone_and_the_key_does_not_come_back()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var before = ring.Keys;
        var sealer = ring.For(Samples.Project);
        var envelope = sealer.Seal(Samples.Place, Content);
        var rows = ring.Plan.Destruction(Samples.Project);
        Assert.All(rows, row => Assert.Empty(row.Wrapped));
        Assert.All(rows, row => Assert.Equal(8, row.CheckValue.Length));
        ring.Apply(rows);
        Assert.Equal(SealBreak.KeyDestroyed, Samples.Break(() => sealer.Open(Samples.Place, envelope)));
        Assert.Equal(SealBreak.KeyDestroyed, Samples.Break(() => sealer.Seal(Samples.Place, Content)));
        using var again = await UnlockAsync(ring.Keys);
        Assert.Equal(SealBreak.KeyDestroyed, Samples.Break(() => again.For(Samples.Project).Open(Samples.Place, envelope)));

        Assert.Throws<InvalidOperationException>(() => ring.Apply(before));
        Assert.Throws<InvalidOperationException>(() => ring.Plan.NewProject(Samples.Project));
        Assert.Empty(ring.Plan.Restoration(Samples.Project));
        Assert.Equal(5u, ring.Plan.NewProject(ProjectId.New(Samples.Now)).Number);
    }

    [Fact]
    public async Task Shredding_a_compartment_locks_it_for_good()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var (common, own) = (ring.ForCompartment(), ring.For(Samples.Project));
        var (a, b) = (common.Seal(Samples.Place, Content), own.Seal(Samples.Place, Content));
        var rows = ring.Plan.Shredding();
        Assert.Equal(4, rows.Count);
        ring.Apply(rows);
        Assert.Equal(SealBreak.KeyDestroyed, Samples.Break(() => common.Open(Samples.Place, a)));
        Assert.Equal(SealBreak.KeyDestroyed, Samples.Break(() => own.Open(Samples.Place, b)));
        Assert.Equal(SealBreak.KeyDestroyed, Samples.Break(() => ring.Index.Of("task.external_id", "x")));
        Assert.Equal(SealBreak.KeyDestroyed, await Samples.BreakAsync(() => UnlockAsync(rows)));
    }

    [Fact]
    public async Task Rows_that_contradict_themselves_are_refused_as_a_whole()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var second = ring.Plan.Pending(Samples.Project);
        var rows = ring.Keys;
        Refused(second, second with { State = KeyState.Active });
        Refused(rows[2] with { Project = Samples.OtherProject });
        Refused(rows[2] with { State = KeyState.Destroyed });
        Refused(rows[2] with { Number = 9, Project = null });
        Refused(rows[0] with { Number = 9 });
        Assert.Equal(rows, ring.Keys);

        void Refused(params WrappedKey[] changed) => Assert.Throws<InvalidOperationException>(() => ring.Apply(changed));
    }

    [Fact]
    public async Task A_wrapped_key_does_not_unwrap_under_another_number_or_project_or_compartment()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var row = ring.Plan.NewProject(ProjectId.New(Samples.Now));
        Assert.Equal(SealBreak.Malformed, Samples.Break(() => ring.Apply([row with { Number = 9 }])));
        Assert.Equal(SealBreak.WrongPlaceOrKey, Samples.Break(() => ring.Apply([row with { Project = ProjectId.New(Samples.Now) }])));
        Assert.Equal(SealBreak.WrongPlaceOrKey, Samples.Break(() => ring.Apply([row with { CheckValue = new byte[8] }])));
        Assert.Equal(SealBreak.Altered, Samples.Break(() => ring.Apply([row with { Wrapped = Samples.Flipped(row.Wrapped, row.Wrapped.Length - 1) }])));
        using var other = await Samples.RingAsync(keys.Custodian, Samples.OtherCompartment);
        Assert.Equal(SealBreak.WrongPlaceOrKey, Samples.Break(() => other.Apply([row])));
        ring.Apply([row]);
    }

    [Fact]
    public async Task Rows_of_one_compartment_do_not_unlock_another()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var refused = await Assert.ThrowsAsync<KeyCustodyException>(() => KeyRing.UnlockAsync(Samples.OtherCompartment, ring.Keys, keys.Custodian, TimeProvider.System, Ct));
        Assert.Equal(CustodyFailure.NotOurs, refused.Reason);
    }

    [Fact]
    public async Task The_root_can_move_to_another_custodian_and_everything_still_opens()
    {
        using var other = new CustodianUnderTest();
        using var ring = await Samples.RingAsync(keys.Custodian);
        var envelope = ring.For(Samples.Project).Seal(Samples.Place, Content);
        var root = await ring.RewrapRootAsync(other.Custodian, Ct);
        WrappedKey[] rows = [root, .. ring.Keys.Skip(1)];
        using var moved = await KeyRing.UnlockAsync(Samples.Compartment, rows, other.Custodian, TimeProvider.System, Ct);
        Assert.Equal(Content, moved.For(Samples.Project).Open(Samples.Place, envelope));
        Assert.Equal(CustodyFailure.NotOurs, (await Assert.ThrowsAsync<KeyCustodyException>(() => UnlockAsync(rows))).Reason);
    }

    [Fact]
    public async Task A_disposed_ring_opens_nothing_and_its_keys_are_zero()
    {
        var ring = await Samples.RingAsync(keys.Custodian);
        var sealer = ring.For(Samples.Project);
        var envelope = sealer.Seal(Samples.Place, Content);
        var (_, key) = ring.Active(Samples.Project);
        var hold = key.Use();
        ring.Dispose();
        ring.Dispose();
        Assert.Equal(SealBreak.Locked, Samples.Break(() => sealer.Open(Samples.Place, envelope)));
        Assert.Equal(SealBreak.Locked, Samples.Break(() => sealer.Seal(Samples.Place, Content)));
        Assert.Contains(hold.Span.ToArray(), b => b != 0);
        hold.Dispose();
        Assert.All(hold.Span.ToArray(), b => Assert.Equal(0, b));
    }

    /// <summary>The trap: a key zeroed while somebody derives from it would seal content under a key of zeros.</summary>
    [Fact]
    public async Task Nothing_is_ever_sealed_under_a_zeroed_key_while_keys_come_and_go()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        var sealer = ring.For(Samples.Project);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(400));
        var writers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            var made = new List<byte[]>();
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    if (made.Count < 2000)
                        made.Add(sealer.Seal(Samples.Place, Content));
                    else
                        sealer.Seal(Samples.Place, Content);
                }
                catch (SealBrokenException broken) when (broken.Reason is SealBreak.KeyRevoked or SealBreak.Locked)
                {
                }
            }

            return made;
        })).ToArray();
        while (!stop.IsCancellationRequested)
        {
            ring.Apply(ring.Plan.Revocation(Samples.Project));
            ring.Apply(ring.Plan.Restoration(Samples.Project));
        }

        foreach (var envelope in (await Task.WhenAll(writers)).SelectMany(made => made))
            Assert.Equal(Content, sealer.Open(Samples.Place, envelope));
    }

    [Fact]
    public async Task The_control_plane_has_a_ring_of_its_own()
    {
        using var control = await KeyRing.CreateAsync(CompartmentName.Control, keys.Custodian, TimeProvider.System, Ct);
        var envelope = control.ForCompartment().SealText(new SealContext("webhook", "secret", "1"), "whsec");
        Assert.Equal("whsec", control.ForCompartment().OpenText(new SealContext("webhook", "secret", "1"), envelope));
        Assert.Equal("control", control.Compartment.Text);
    }

    [Fact]
    public async Task A_blind_index_is_stable_and_differs_by_text_column_and_compartment()
    {
        using var ring = await Samples.RingAsync(keys.Custodian);
        using var other = await Samples.RingAsync(keys.Custodian, Samples.OtherCompartment);
        var index = ring.Index.Of("task.external_id", "frame-17");
        Assert.Equal(BlindIndex.Bytes, index.Length);
        Assert.Equal(index, ring.Index.Of("task.external_id", "frame-17"));
        Assert.NotEqual(index, ring.Index.Of("task.external_id", "frame-18"));
        Assert.NotEqual(index, ring.Index.Of("asset.external_id", "frame-17"));
        Assert.NotEqual(index, other.Index.Of("task.external_id", "frame-17"));
    }

    [Fact]
    public void States_and_purposes_are_spelt_as_the_table_has_them()
    {
        foreach (var state in Enum.GetValues<KeyState>())
            Assert.Equal(state, KeyRingText.State(state.Text()));
        foreach (var purpose in Enum.GetValues<KeyPurpose>())
            Assert.Equal(purpose, KeyRingText.Purpose(purpose.Text()));
        Assert.Equal("decrypt_only", KeyState.DecryptOnly.Text());
        Assert.Throws<FormatException>(() => KeyRingText.State("Active"));
    }

    private Task<KeyRing> UnlockAsync(IReadOnlyList<WrappedKey> rows) => KeyRing.UnlockAsync(Samples.Compartment, rows, keys.Custodian, TimeProvider.System, Ct);
}
