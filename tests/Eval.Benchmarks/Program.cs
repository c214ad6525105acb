using System.Globalization;
using Eval.Benchmarks;
using Eval.Benchmarks.Cases;
using Eval.Benchmarks.Measuring;

if (args is [MemoryCase.Argument, var size])
{
    await MemoryCase.RunAsync(int.Parse(size, CultureInfo.InvariantCulture));
    return 0;
}

if (BenchmarkOptions.Read(args) is not { } options)
{
    Console.Error.WriteLine(BenchmarkOptions.Usage);
    return 2;
}

var table = new ResultTable();
if (options.Peer is null && options.Wants("store"))
{
    await StoreCase.MeasureAsync(table, options.Rows, options.Rounds);
}

table.Write(Console.Out);
if (options.Peer is null && options.Wants("memory"))
{
    await MemoryCase.MeasureAsync(Console.Out, options.Sizes);
}

return 0;
