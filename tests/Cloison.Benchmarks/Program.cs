using System.CommandLine;
using Cloison.Benchmarks.HotLoop;

var root = new RootCommand("Measures the server from outside. docs/benchmarks.md says how to read the figures.") { HotLoopCommand.Create(), ServeCommand.Create() };
return await root.Parse(args).InvokeAsync();
