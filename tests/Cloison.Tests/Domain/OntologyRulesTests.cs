using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;

namespace Cloison.Tests.Domain;

public sealed class OntologyRulesTests
{
    private static readonly Ontology Sound = new(
        Editor.Image, [new("image", InputKind.Image)],
        [Class("animal"), Class("cat") with { Parent = "animal", Hotkey = "c" }],
        [new("eats", "#00ff00", From: ["cat"])],
        [new BooleanField { Name = "clear" }, new TextField { Name = "why", ShowWhen = new("clear", ["false"]) }]);

    [Fact]
    public void A_sound_ontology_has_no_errors() => Assert.Empty(OntologyRules.Check(Sound));

    public static TheoryData<string, Ontology> Unsound => new()
    {
        { "inputs", Sound with { Inputs = [] } },
        { "inputs", Sound with { Inputs = [new("text", InputKind.Text)] } },
        { "classes[1]", Sound with { Classes = [Class("cat"), Class("cat")], Relations = null } },
        { "classes[0]", Sound with { Classes = [Class(" ")], Relations = null } },
        { "classes[0].color", Sound with { Classes = [Class("cat") with { Color = "red" }] } },
        { "classes[0].shapes", Sound with { Classes = [Class("cat") with { Shapes = [] }] } },
        { "classes[0].shapes", Sound with { Classes = [Class("cat") with { Shapes = [ShapeKind.Span] }] } },
        { "classes[0].parent", Sound with { Classes = [Class("cat") with { Parent = "plant" }] } },
        { "classes[0].parent", Sound with { Classes = [Class("cat") with { Parent = "cat" }] } },
        { "classes[0].hotkey", Sound with { Classes = [Class("cat") with { Hotkey = "F1" }] } },
        { "classes[1].hotkey", Sound with { Classes = [Class("cat") with { Hotkey = "a" }, Class("dog") with { Hotkey = "A" }] } },
        { "relations[0].from", Sound with { Relations = [new("eats", "#00ff00", From: ["ghost"])] } },
        { "relations[0].color", Sound with { Relations = [new("eats", "green")] } },
        { "fields[0].showWhen.field", Sound with { Fields = [new TextField { Name = "why", ShowWhen = new("clear", ["false"]) }, new BooleanField { Name = "clear" }] } },
        { "fields[0].options", Sound with { Fields = [new ChoiceField { Name = "f", Options = [] }] } },
        { "fields[0].options[1]", Sound with { Fields = [new ChoiceField { Name = "f", Options = [new("a"), new("a")] }] } },
        { "fields[0].max", Sound with { Fields = [new NumberField { Name = "f", Min = 2, Max = 1 }] } },
        { "fields[0].step", Sound with { Fields = [new NumberField { Name = "f", Step = 0 }] } },
        { "fields[0].maxLength", Sound with { Fields = [new TextField { Name = "f", MinLength = 2, MaxLength = 1 }] } },
        { "fields", Sound with { Editor = Editor.Form, Classes = null, Relations = null, Fields = null } },
        { "classes", Sound with { Classes = null, Relations = null, Fields = null } },
    };

    [Theory]
    [MemberData(nameof(Unsound))]
    public void Each_thing_wrong_is_told_with_its_place(string place, Ontology ontology) =>
        Assert.Contains(place, OntologyRules.Check(ontology).Select(e => e.Path));

    private static LabelClass Class(string name) => new(name, "#ff0000", [ShapeKind.Box]);
}
