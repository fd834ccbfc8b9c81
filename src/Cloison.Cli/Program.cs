using System.CommandLine;
using Cloison.Cli;

// `cloison`: the server and everything around it. Each command is a file of its own in Commands/.
var root = new RootCommand("Cloison: labelled data, with walls that every customer can check.")
{
    Serve.Command(),
};
return await root.Parse(args).InvokeAsync();
