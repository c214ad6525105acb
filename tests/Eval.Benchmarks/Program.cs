using System.Globalization;
using Eval.Benchmarks;
using Eval.Benchmarks.Cases;
using Eval.Benchmarks.Measuring;
using Eval.Benchmarks.Models;
using Eval.Benchmarks.Peers;

if (args is [MemoryCase.Argument, var size])
{
    await MemoryCase.RunAsync(int.Parse(size, CultureInfo.InvariantCulture));
    return 0;
}

if (args is [BattlesCase.Argument, var battles])
{
    BattlesCase.Run(battles);
    return 0;
}

if (args is [HostedCase.Argument, var address, var calls])
{
    await HostedCase.RunAsync(new Uri(address), int.Parse(calls, CultureInfo.InvariantCulture));
    return 0;
}

if (BenchmarkOptions.Read(args) is not { } options)
{
    Console.Error.WriteLine(BenchmarkOptions.Usage);
    return 2;
}

var table = new ResultTable();
var repository = Repository();
var folder = Directory.CreateTempSubdirectory("eval-benchmark-").FullName;
try
{
    foreach (var model in BenchmarkModel.All(repository, options).Where(m => options.WantsModel(m.Name)))
    {
        if (options.Peer is not null)
        {
            await PeerAsync(model, new Peer(options.Peer, options.PeerFlags));
        }
        else
        {
            await BaselineAsync(model);
        }
    }

    if (options.Peer is null && options.Wants("store"))
    {
        await StoreCase.MeasureAsync(table, options.Rows, options.Rounds);
    }

    if (options.Peer is null && options.Wants("gate"))
    {
        await GateCase.MeasureAsync(table, options.Rounds);
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}

table.Write(Console.Out);
if (options.Peer is null && options.Wants("memory"))
{
    await MemoryCase.MeasureAsync(Console.Out, options.Sizes);
}

if (options.Peer is null && options.Wants("ratings"))
{
    RatingsCase.Measure(Console.Out);
}

if (options.Peer is null && options.Wants("selection"))
{
    SelectionCase.Measure(Console.Out, options.Rounds);
}

if (options.Peer is null && options.Wants("battles"))
{
    await BattlesCase.MeasureAsync(Console.Out, options.Battles, options.Rounds, options.Cache);
}

if (options.Peer is null && options.Wants("hosted"))
{
    await HostedCase.MeasureAsync(Console.Out, options.Calls, options.Rounds, options.Sizes);
}

if (options.Peer is null && options.Wants("judged"))
{
    await JudgedCase.MeasureAsync(Console.Out, options.Calls, options.Rounds);
}

if (options.Peer is null && options.Wants("speed"))
{
    await SpeedCase.MeasureAsync(Console.Out);
}

return 0;

async Task BaselineAsync(BenchmarkModel model)
{
    if (options.Wants("perplexity"))
    {
        await PerplexityCase.AgainstBaselineAsync(table, model, options.Rounds, options.Threads);
    }

    if (options.Wants("choice"))
    {
        await ChoiceCase.AgainstBaselineAsync(table, model, options.Rounds, options.Threads);
    }

    if (options.Wants("preamble") && model.HasRoomForPreamble)
    {
        await ChoiceCase.SharedPreambleAsync(table, model, options.Rounds, options.Threads);
    }
}

async Task PeerAsync(BenchmarkModel model, Peer peer)
{
    if (options.Wants("perplexity"))
    {
        await PerplexityCase.AgainstPeerAsync(table, model, peer, options.Rounds, options.Threads, folder);
    }

    if (options.Wants("choice"))
    {
        await ChoiceCase.AgainstPeerAsync(table, model, peer, options.Rounds, options.Threads, folder);
    }
}

static string Repository()
{
    for (var dir = new DirectoryInfo(AppContext.BaseDirectory); dir is not null; dir = dir.Parent)
    {
        if (File.Exists(Path.Combine(dir.FullName, "Eval.sln")))
        {
            return dir.FullName;
        }
    }

    return Directory.GetCurrentDirectory();
}
