namespace Cloison.Domain.Walls;

/// <summary>
/// Two words that stand for a customer wherever its name would say too much, such as <c>amber-heron</c>. Drawn at random, not derived from
/// anything, and never given twice.
/// </summary>
public static class CodeName
{
    private static readonly string[] First =
    [
        "amber", "ashen", "azure", "bold", "brass", "brave", "brief", "bright", "brisk", "broad", "bronze", "calm", "candid", "clear", "clever", "cobalt",
        "cool", "copper", "coral", "crisp", "curly", "dapper", "dawn", "deep", "distant", "dusky", "eager", "early", "earnest", "ebony", "even", "fair",
        "fallow", "fern", "fleet", "frank", "fresh", "frosty", "gentle", "gilded", "glad", "golden", "grand", "granite", "green", "hardy", "hazel", "honest",
        "humble", "indigo", "iron", "ivory", "jade", "jolly", "keen", "kind", "lark", "late", "lemon", "light", "lilac", "little", "lively", "lofty",
        "loyal", "lucid", "lunar", "maple", "marble", "mellow", "merry", "mild", "misty", "modest", "mossy", "neat", "nimble", "noble", "oaken", "ochre",
        "olive", "onyx", "opal", "pale", "patient", "pearl", "placid", "plain", "plum", "polar", "prime", "proud", "quick", "quiet", "rapid", "rosy",
        "royal", "ruby", "russet", "rustic", "sable", "sage", "sandy", "scarlet", "serene", "sharp", "silent", "silver", "simple", "sleek", "snowy", "solar",
        "solid", "spry", "stark", "steady", "still", "sturdy", "sunny", "swift", "tawny", "teal", "tidy", "topaz", "tranquil", "true", "umber", "upland",
        "valiant", "velvet", "verdant", "violet", "vivid", "warm", "wary", "wide", "willow", "windy", "wise", "witty", "young", "zesty",
    ];

    private static readonly string[] Second =
    [
        "adder", "alpaca", "antelope", "badger", "bat", "bear", "beaver", "bee", "beetle", "bison", "bittern", "boar", "bobcat", "bunting", "buzzard", "camel",
        "canary", "caribou", "carp", "cat", "cheetah", "chough", "cicada", "cobra", "cod", "condor", "coot", "cormorant", "cougar", "crab", "crane", "cricket",
        "crow", "cuckoo", "curlew", "deer", "dingo", "dolphin", "donkey", "dove", "duck", "dunlin", "eagle", "eel", "egret", "eider", "elk", "emu",
        "falcon", "ferret", "finch", "firefly", "flamingo", "fox", "frog", "gannet", "gazelle", "gecko", "gibbon", "goat", "goose", "gopher", "grebe", "grouse",
        "gull", "hare", "harrier", "hawk", "hedgehog", "heron", "hornet", "horse", "hound", "ibex", "ibis", "iguana", "impala", "jackal", "jackdaw", "jaguar",
        "jay", "kestrel", "kite", "kiwi", "koala", "lapwing", "lemur", "leopard", "linnet", "lion", "lizard", "llama", "lobster", "lynx", "macaw", "magpie",
        "mallard", "marmot", "marten", "merlin", "mink", "mole", "moose", "moth", "mouse", "mule", "narwhal", "newt", "nuthatch", "ocelot", "okapi", "oriole",
        "osprey", "otter", "owl", "ox", "oyster", "panda", "panther", "parrot", "pelican", "penguin", "petrel", "pheasant", "pigeon", "pike", "pipit", "plover",
        "pony", "puffin", "puma", "quail", "rabbit", "raccoon", "ram", "raven", "robin", "rook", "salmon", "seal", "shrew", "skylark", "snail", "sparrow",
        "spider", "squid", "squirrel", "starling", "stoat", "stork", "swallow", "swan", "swift", "tapir", "tern", "thrush", "tiger", "toad", "toucan", "trout",
        "tuna", "turtle", "viper", "vole", "walrus", "warbler", "wasp", "weasel", "whale", "wolf", "wombat", "woodcock", "wren", "yak", "zebra",
    ];

    /// <summary>How many there can be.</summary>
    public static int Count => First.Length * Second.Length;

    /// <param name="below">A random number from 0 up to, but without, the one given.</param>
    public static string Draw(Func<int, int> below) => $"{First[below(First.Length)]}-{Second[below(Second.Length)]}";

    /// <summary>Whether a text could be one: it says nothing about whether it was ever given.</summary>
    public static bool IsWellFormed(string text) =>
        text.Length <= 32 && text.Split('-') is [{ Length: > 0 } a, { Length: > 0 } b] && (a + b).All(char.IsAsciiLetterLower);
}
