using System.CommandLine;
using Cloison.Benchmarks.HotLoop;
using Cloison.Benchmarks.Redundancy;
using Cloison.Benchmarks.Refusals;
using Cloison.Benchmarks.Sealing;
using Cloison.Benchmarks.Serving;
using Cloison.Benchmarks.TransparencyLogs;
using Cloison.Benchmarks.TruthInference;
using Cloison.Benchmarks.TruthOther;

var root = new RootCommand("Measures the server from outside, and what stands alone. docs/benchmarks.md says how to read the figures.")
{
    HotLoopCommand.Create(), ServeCommand.Create(), VerifyLogCommand.Create(), LogServeCommand.Create(), SealedBlobsCommand.Create(), RefusalsCommand.Create(), TruthCommand.Create(), TruthOtherCommand.Create(),
    AdaptiveCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
