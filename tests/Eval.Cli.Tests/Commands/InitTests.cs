using System.Text.Json.Nodes;
using Eval.Cli.CommandLine;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

public sealed class InitTests : IDisposable
{
    private static readonly string TinyModel = Path.Combine(SharedFolder.RepositoryRoot, "suites", "demo-models", "tiny-small.gguf");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tiny-small tiny-medium tiny-large", "demo-arena demo-facts demo-perplexity demo-stories", "upgrade", 0)]
    [InlineData("tiny-small tiny-medium tiny-large", "demo-arena demo-facts demo-perplexity demo-stories", "", 1, "--demo", "--no-gate", "--schedule")]
    [InlineData("", "first-questions first-sums", "upgrade", 0, "--blank")]
    [InlineData("gpt-4o-mini qwen", "first-questions first-sums", "upgrade", 1, "-m", "openai:gpt-4o-mini", "-m", "openai-compatible:qwen@http://127.0.0.1:8000/v1", "--schedule")]
    [InlineData("tiny-small", "first-questions first-sums", "upgrade", 0, "-m", "GGUF")]
    [InlineData("tiny-small tiny-medium tiny-large tiny-small-2", "demo-arena demo-facts demo-perplexity demo-stories", "upgrade", 0, "--demo", "-m", "GGUF")]
    public async Task Init_AnyChoice_MakesFilesThatAreSound(string candidates, string suites, string gates, int schedules, params string[] options)
    {
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(["init", "new", "--json", .. options.Select(o => o == "GGUF" ? TinyModel : o)])).ShouldBe(0, world.Error);

        SchemaFiles.Validate("init", world.Out).ShouldBeEmpty();
        var files = JsonNode.Parse(world.Out)!["files"]!.AsArray().Select(f => f!.GetValue<string>()).ToList();
        files.ShouldAllBe(f => File.Exists(_folder.PathOf("new/" + f)));
        var workspace = WorkspaceLoader.Load(_folder.PathOf("new"));
        string.Join(' ', workspace.Candidates.Select(c => c.Id)).ShouldBe(candidates);
        string.Join(' ', SuiteLoader.LoadAll(workspace.SuiteFiles).Select(s => s.Name)).ShouldBe(suites);
        (string.Join(' ', workspace.Gates.Keys), workspace.Schedules.Count).ShouldBe((gates, schedules));
        File.ReadAllText(_folder.PathOf("new/.gitignore")).ShouldBe(".env\nresults/\n");
    }

    [Fact]
    public async Task Init_WhatIsCommentedOut_IsSoundToo()
    {
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("init", "--demo", "--no-gate")).ShouldBe(0, world.Error);
        var lines = File.ReadAllLines(_folder.PathOf("eval.yaml"));
        // Every comment that looks like a key or an entry is switched on; prose stays what it is.
        _folder.Write("eval.yaml", string.Join('\n', lines.Select(l =>
            System.Text.RegularExpressions.Regex.Replace(l, @"^(\s*)# (?=(\s*(- )?[a-zA-Z]+: )|gates:|schedules:|  upgrade:)", "$1"))));
        var workspace = WorkspaceLoader.Load(_folder.Root);
        workspace.Candidates.Select(c => c.Id).ShouldBe(["tiny-small", "tiny-medium", "tiny-large", "gpt-small", "house", "my-model"]);
        workspace.Gates.Keys.ShouldBe(["upgrade"]);
        workspace.Schedules.ShouldHaveSingleItem().Name.ShouldBe("nightly");
        workspace.Defaults.BudgetUsd.ShouldBe(5m);
    }

    [Fact]
    public async Task Init_FileInTheWay_IsNotOverwrittenWithoutForce()
    {
        _folder.Write("eval.yaml", "mine");
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("init")).ShouldBe(2);
        world.Error.ShouldContain("eval.yaml exists already");
        File.ReadAllText(_folder.PathOf("eval.yaml")).ShouldBe("mine");
        Directory.GetFileSystemEntries(_folder.Root).ShouldHaveSingleItem();
        (await world.RunAsync("init", "--force", "--blank")).ShouldBe(0, world.Error);
        WorkspaceLoader.Load(_folder.Root).Gates.Keys.ShouldBe(["upgrade"]);
    }

    [Fact]
    public async Task Init_GitIgnoreOfTheUser_KeepsWhatItSays()
    {
        _folder.Write(".gitignore", "*.log\nresults/");
        (await new TestWorld(_folder.Root).RunAsync("init", "--blank")).ShouldBe(0);
        File.ReadAllText(_folder.PathOf(".gitignore")).ShouldBe("*.log\nresults/\n.env\n");
    }

    [Theory]
    [InlineData("there is no file", "-m", "nothing.gguf")]
    [InlineData("is no GGUF file", "-m", "text.gguf")]
    [InlineData("\"opena\" of \"opena:gpt\" is no provider (did you mean \"openai\"?)", "-m", "opena:gpt")]
    [InlineData("names no address", "-m", "openai-compatible:qwen")]
    [InlineData("names no model", "-m", "openai:")]
    [InlineData("two ways to begin", "--demo", "--blank")]
    [InlineData("is a file", "text.gguf")]
    public async Task Init_WrongUse_Exits2AndWritesNothing(string expected, params string[] options)
    {
        _folder.Write("text.gguf", "this is text");
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(["init", .. options])).ShouldBe(2, world.Out);
        world.Error.ShouldContain(expected);
        Directory.GetFileSystemEntries(_folder.Root).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("", "tiny-small,tiny-medium,tiny-large", true, false)]
    [InlineData("n\nopenai:gpt-4o\nno\nyes\n", "gpt-4o", false, true)]
    [InlineData("n\n\nperhaps\ny\nn\n", "", true, false)]
    public async Task Init_AtATerminal_AsksWhatIsOpen(string answers, string candidates, bool gate, bool schedule)
    {
        var world = new TestWorld(_folder.Root) { IsTerminal = true };
        var surroundings = world.Surroundings with { ReadLine = new StringReader(answers).ReadLine, InIsTerminal = true };
        (await EvalProgram.RunAsync(["init"], surroundings)).ShouldBe(0, world.Error);
        world.Error.ShouldContain("[Y/n]");
        var workspace = WorkspaceLoader.Load(_folder.Root);
        string.Join(',', workspace.Candidates.Select(c => c.Id)).ShouldBe(candidates);
        (workspace.Gates.Count == 1, workspace.Schedules.Count == 1).ShouldBe((gate, schedule));
    }

    [Theory]
    [InlineData("CI", "true")]
    [InlineData("EVAL_YES", "1")]
    public async Task Init_InCi_AsksNothing(string variable, string value)
    {
        var world = new TestWorld(_folder.Root) { IsTerminal = true, Variables = { [variable] = value } };
        var surroundings = world.Surroundings with { ReadLine = new StringReader("n\n").ReadLine, InIsTerminal = true };
        (await EvalProgram.RunAsync(["init"], surroundings)).ShouldBe(0, world.Error);
        world.Error.ShouldNotContain("[Y/n]");
        WorkspaceLoader.Load(_folder.Root).Candidates.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Init_ModelBesideOrFarAway_IsNamedByAPathThatHolds()
    {
        Directory.CreateDirectory(_folder.PathOf("models"));
        File.Copy(TinyModel, _folder.PathOf("models/My Model \"Q4\".gguf"));
        (await new TestWorld(_folder.Root).RunAsync("init", "work", "-m", "models/My Model \"Q4\".gguf")).ShouldBe(0);
        var candidate = WorkspaceLoader.Load(_folder.PathOf("work")).Candidates.ShouldHaveSingleItem();
        (candidate.Id, candidate.Local!.File).ShouldBe(("my-model-q4", _folder.PathOf("models/My Model \"Q4\".gguf")));
        File.ReadAllText(_folder.PathOf("work/eval.yaml")).ShouldContain("../models/");
    }
}
