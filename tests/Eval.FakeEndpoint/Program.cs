using Eval.FakeEndpoint.CommandLine;

return await EndpointCommand.Create().Parse(args).InvokeAsync();
