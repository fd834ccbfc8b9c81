using Cloison.Cli.Answers;
using Cloison.Cli.Answers.Aggregation;
using Cloison.Formats.Files;

namespace Cloison.Tests.Inference.Answers;

public sealed class DamagedAnswersTests
{
    private static readonly string[] Lines =
    [
        """{"task":"t","worker":"a","label":"x","batch":"b"}""",
        """{"task":"t","worker":"a","labels":["x","y"]}""",
        """{"task":"t","worker":"a","number":-3.5e2}""",
        """{"task":"t","worker":"a","text":"so it is"}""",
        """{"worker":"a","preferred":"x","over":"y","tie":true}""",
        """{"task":"t","worker":"a","boxes":[[0,0,10,10,"x"],{"class":"y","x":5,"y":5,"width":10,"height":10}]}""",
        """{"task":"t","worker":"a","polygons":[{"class":"x","points":[0,0,10,0,10,10]}],"points":[{"class":"x","x":1,"y":2}]}""",
        """{"task":"t","worker":"a","spans":[[0,1,"x"],{"class":"y","start":2,"end":9}],"text":"so it is.","length":9}""",
        """{"task":"t","worker":"a","mask":{"width":9,"height":9,"runs":[0,3,20,9]}}""",
        """{"task":"t","worker":"a","mask":{"size":[3,4],"counts":"121Q0O0"}}""",
        """{"task":"t","worker":"a","mask":{"size":[3,4],"counts":[3,4,5]}}""",
        """{"data":{"text":"Ana"},"id":"tsk_1","answers":[{"kind":"annotation","author":"a","content":{"regions":[{"id":"r","class":"x","shape":{"kind":"span","input":"text","start":0,"end":3}}]}}]}""",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task However_a_line_is_damaged_it_is_a_result_or_an_error_with_the_file(ulong seed)
    {
        var random = new Simulation(seed);
        var (read, refused) = (0, 0);
        foreach (var line in Lines)
            for (var n = 0; n < 150; n++)
            {
                var damaged = Damaged(System.Text.Encoding.UTF8.GetBytes(line + "\n" + line.Replace("\"a\"", "\"b\"", StringComparison.Ordinal).Replace("tsk_1", "tsk_2", StringComparison.Ordinal)), random);
                var source = new MemorySource(("answers.jsonl", damaged));
                try
                {
                    var file = await AnswerFileReader.ReadAsync(source, AnswerOptions.Default, TestContext.Current.CancellationToken);
                    if (AggregationMethods.Of(file).Count > 0)
                    {
                        var result = AggregationMethods.Fit(file, AggregationMethods.Auto, pointReachPx: 20);
                        AggregationWriter.WriteLines(TextWriter.Null, result.Lines, result.WriteLine);
                        AggregationWriter.WriteReport(TextWriter.Null, result, gold: null);
                    }

                    read++;
                }
                catch (InvalidDataException)
                {
                    refused++;
                }
                catch (Exception e)
                {
                    Assert.Fail($"{System.Text.Encoding.UTF8.GetString(damaged)}\n{e}");
                }
            }

        Assert.True(read > 100 && refused > 100, $"{read} read, {refused} refused");
    }

    private static byte[] Damaged(byte[] line, Simulation random)
    {
        // Most damage is to numbers, so that not all of it ends at the parser.
        var bytes = line.ToList();
        var digits = Enumerable.Range(0, line.Length).Where(i => char.IsAsciiDigit((char)line[i])).ToArray();
        for (var n = digits.Length == 0 ? 0 : 3; n > 0; n--)
            bytes[digits[random.Next(digits.Length)]] = (byte)('0' + random.Next(10));
        switch (random.Next(8))
        {
            case 0: bytes[random.Next(bytes.Count)] = (byte)random.Next(256); break;
            case 1: bytes.RemoveAt(random.Next(bytes.Count)); break;
            case 2: bytes.Insert(random.Next(bytes.Count), (byte)"0123456789-.e\"[]{},:"[random.Next(20)]); break;
            case 3: bytes.InsertRange(random.Next(bytes.Count), bytes.Slice(random.Next(bytes.Count / 2), random.Next(bytes.Count / 2))); break;
        }

        return [.. bytes];
    }
}
