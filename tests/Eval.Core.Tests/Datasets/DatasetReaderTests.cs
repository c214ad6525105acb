using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Eval.Core.Datasets;
using Eval.TestSupport;

namespace Eval.Core.Tests.Datasets;

public sealed class DatasetReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_Jsonl_GivesRowsIdsAndLines()
    {
        _folder.Write("d.jsonl", "\uFEFF{\"id\": 7, \"a\": \"é\"}\r\n\r\n  \t\n{\"a\": {\"b\": [1, 2.50]}}\n\"text\"");
        var rows = await Rows("files: d.jsonl");
        rows.Select(r => r.Id).ShouldBe(["7", "d.jsonl:2", "d.jsonl:3"]);
        rows.Select(r => r.Source.Line).ShouldBe([1, 4, 5]);
        rows[0].Fields["a"]!.GetValue<string>().ShouldBe("é");
        rows[1].Fields.ToJsonString().ShouldBe("{\"a\":{\"b\":[1,2.50]}}");
        rows[2].Fields["value"]!.GetValue<string>().ShouldBe("text");
    }

    [Fact]
    public async Task Read_Inline_GivesTheSamplesWithTheirPlaces()
    {
        var rows = await Rows("samples: [ { id: x, n: 1 }, { n: 2 } ]");
        rows.Select(r => r.Id).ShouldBe(["x", "sample:2"]);
        rows.ShouldAllBe(r => r.Source.Line == 5);
    }

    [Fact]
    public async Task Read_LongLinesAcrossBuffers_AreWhole()
    {
        var texts = Enumerable.Range(0, 40).Select(i => new string((char)('a' + (i % 26)), i * 9_973) + "é€😀").ToList();
        _folder.Write("d.jsonl", string.Join("\r\n", texts.Select(t => new JsonObject { ["t"] = t }.ToJsonString())));
        (await Rows("files: d.jsonl")).Select(r => r.Fields["t"]!.GetValue<string>()).ShouldBe(texts);
    }

    [Fact]
    public async Task Read_Csv_FollowsRfc4180()
    {
        _folder.Write("d.csv", "\uFEFF,q,\"a,b\"\r\n1,\"x\r\ny \"\"z\"\"\",\r\n\r\n2,é , \"\"\r\n".Replace(", \"\"", ","));
        var rows = await Rows("files: d.csv");
        rows.Select(r => r.Fields.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })).ShouldBe(
            ["{\"column1\":\"1\",\"q\":\"x\\r\\ny \\\"z\\\"\",\"a,b\":\"\"}", "{\"column1\":\"2\",\"q\":\"é \",\"a,b\":\"\"}"]);
        rows.Select(r => r.Source.Line).ShouldBe([2, 5]);
    }

    [Fact]
    public async Task Read_AnyCellsAsCsv_ComeBackUnchanged() => await Task.Run(() => FsCheck.Check.QuickThrowOnFailure(FsCheck.Fluent.Prop.ForAll(
        FsCheck.Fluent.ArbMap.Default.ArbFor<string[]>(),
        cells =>
        {
            // A lone surrogate cannot be written as UTF-8 and a NUL is no text.
            var values = (cells ?? []).Select(c => new string([.. (c ?? "").Where(ch => !char.IsSurrogate(ch) && ch != '\0')])).Append("end").ToList();
            var line = string.Join(',', values.Select(v => '"' + v.Replace("\"", "\"\"") + '"'));
            var names = string.Join(", ", values.Select((_, i) => $"c{i}"));
            _folder.Write("p.csv", line + "\n");
            var row = Rows($"files: p.csv\n  columns: [{names}]").GetAwaiter().GetResult().ShouldHaveSingleItem();
            return row.Fields.Select(f => f.Value!.GetValue<string>()).SequenceEqual(values);
        })));

    [Fact]
    public async Task Read_TableWithoutHeader_TakesColumns()
    {
        _folder.Write("d.csv", "q1,A\nq2,B\n");
        (await Rows("files: d.csv\n  columns: [q, a]")).Select(r => $"{r.Fields["q"]}{r.Fields["a"]}").ShouldBe(["q1A", "q2B"]);
    }

    [Fact]
    public async Task Read_Tsv_TakesQuotesAsText()
    {
        _folder.Write("d.tsv", "a\tb\n\"x\" y\t\"\n");
        (await Rows("files: d.tsv")).ShouldHaveSingleItem().Fields.Select(f => f.Value!.GetValue<string>()).ShouldBe(["\"x\" y", "\""]);
    }

    [Fact]
    public async Task Read_TextByLineGroupAndFile_Work()
    {
        _folder.Write("d.txt", "\uFEFFone\r\n\r\n two \nthree");
        (await Rows("files: d.txt")).Select(r => r.Fields["text"]!.GetValue<string>()).ShouldBe(["one", " two ", "three"]);
        (await Rows("files: d.txt\n  linesPerSample: 2")).Select(r => r.Fields.ToJsonString()).ShouldBe(["{\"line1\":\"one\",\"line2\":\"\"}", "{\"line1\":\" two \",\"line2\":\"three\"}"]);
        (await Rows("files: d.txt\n  linesPerSample: 2\n  columns: [q, a]"))[1].Fields["a"]!.GetValue<string>().ShouldBe("three");
        (await Rows("files: d.txt\n  linesPerSample: 0"))[0].Fields["text"]!.GetValue<string>().ShouldBe("one\r\n\r\n two \nthree");
    }

    [Fact]
    public async Task Read_JsonSelect_WalksListsMapsAndKeys()
    {
        _folder.Write("d.json", "{\n \"n\": {\"x\": [ {\"a\": 1},\n {\"a\": 2} ], \"y\": [ {\"a\": 3} ]},\n \"m\": {\"k\": {\"p\": 1}, \"l\": {\"p\": 2}}, \"o d\": [[1, \"z\"]] }");
        (await Rows("files: d.json\n  select: $.n.x[*]")).Select(r => (r.Fields.ToJsonString(), r.Source.Line)).ShouldBe([("{\"a\":1}", 2), ("{\"a\":2}", 3)]);
        (await Rows("files: d.json\n  select: \"$['n'].*[0]\"")).Select(r => r.Fields.ToJsonString()).ShouldBe(["{\"a\":1,\"key\":\"x\"}", "{\"a\":3,\"key\":\"y\"}"]);
        (await Rows("files: d.json\n  select: $.m.*\n  columns: [name]")).Select(r => r.Fields.ToJsonString()).ShouldBe(["{\"p\":1,\"name\":\"k\"}", "{\"p\":2,\"name\":\"l\"}"]);
        (await Rows("files: d.json\n  select: $.m.*.*")).Select(r => r.Fields.ToJsonString()).ShouldBe(
            ["{\"key\":\"k\",\"key2\":\"p\",\"value\":1}", "{\"key\":\"l\",\"key2\":\"p\",\"value\":2}"]);
        (await Rows("files: d.json\n  select: \"$['o d'][*]\"\n  columns: [n, t]"))[0].Fields.ToJsonString().ShouldBe("{\"n\":1,\"t\":\"z\"}");
        (await Rows("files: d.json"))[0].Fields.Count.ShouldBe(3);
        (await ProblemAsync("files: d.json\n  select: $.q[*]")).ShouldContain("finds nothing in " + _folder.PathOf("d.json") + " (the document's top has: n, m, o d)");
    }

    [Fact]
    public async Task Read_MapForms_MakeWhatKindsNeed()
    {
        _folder.Write("d.jsonl", """{"q": "Q", "ans": "C", "opts": [{"t": "x"}, {"t": "y"}], "good": "g1; g2 ;", "bad": ["b1"], "n": "4"}""");
        var row = (await Rows("""
            files: d.jsonl
              split: { good: ";" }
              map:
                gold: { number: "{{letterIndex ans}}" }
                n: { number: "{{n}}" }
                texts: { forEach: "{{opts}}", value: "{{item.t}}" }
                labelled: { forEach: "{{opts}}", value: "{{letter index}}. {{item.t}} for {{q}}" }
                choices: ["{{good}}", "{{bad}}", "last {{q}}"]
                labels: [ { forEach: "{{good}}", value: 1 }, { forEach: "{{bad}}", value: 0 }, 0 ]
                copy: "{{opts.[1]}}"
                q: "{{q}}!"
              id: "{{q}}-{{gold}}"
            """))[0];
        row.Id.ShouldBe("Q!-2");
        new JsonObject(row.Fields.Where(f => f.Key is not ("opts" or "good" or "bad" or "ans")).Select(f => KeyValuePair.Create(f.Key, f.Value?.DeepClone()))).ToJsonString().ShouldBe(
            """{"q":"Q!","n":4,"gold":2,"texts":["x","y"],"labelled":["A. x for Q","B. y for Q"],"choices":["g1","g2","b1","last Q"],"labels":[1,1,0,0],"copy":{"t":"y"}}""");
    }

    [Fact]
    public async Task Read_SeveralFilesGzipAndFieldFromName_Work()
    {
        _folder.Write("x/anatomy_test.csv", "q\n1\n");
        Gzip("x/zoo_test.csv.gz", "q\n2\n");
        var rows = await Rows("files: \"x/*_test.csv*\"\n  fieldFromName: '(?<subject>[a-z]+)_test'");
        rows.Select(r => (r.Id, r.Fields["subject"]!.ToString())).ShouldBe([("anatomy_test.csv:1", "anatomy"), ("zoo_test.csv:1", "zoo")]);
    }

    [Fact]
    public async Task Read_FieldFromName_SeesTheSuitesFoldersOnly()
    {
        _folder.Write("x/d.txt", "a");
        (await Rows("files: x/d.txt\n  fieldFromName: '(?<all>.*)'"))[0].Fields["all"]!.GetValue<string>().ShouldBe("x/d.txt");
        (await ProblemAsync("files: x/d.txt\n  fieldFromName: 'eval-test-(?<all>.*)'")).ShouldContain("does not match x/d.txt");
    }

    [Fact]
    public async Task Read_FilesOfOneName_AreToldApartInIds()
    {
        _folder.Write("a/d.txt", "x");
        _folder.Write("b/d.txt", "x");
        (await Rows("files: \"*/d.txt\"")).Select(r => r.Id).ShouldBe(["a/d.txt:1", "b/d.txt:1"]);
    }

    [Theory]
    [InlineData("d.jsonl", "{\"a\": 1}\n{\"a\": }\n", "d.jsonl:2:7: is not valid JSON")]
    [InlineData("d.jsonl", "{\"a\": 1, \"a\": 2}\n", "d.jsonl:1:")]
    [InlineData("d.jsonl", "{\"a\": 1} x\n", "d.jsonl:1:10: is not valid JSON")]
    [InlineData("d.json", "[ {\"a\": 1},\n {\"a\" 2} ]", "d.json:2:7: is not valid JSON")]
    [InlineData("d.json", "[ 1 ] x", "d.json:1:7: is not valid JSON")]
    [InlineData("d.json", "", "d.json:1")]
    [InlineData("d.csv", "a,b\n1\n", "d.csv:2: has 1 cells where the table has 2 columns")]
    [InlineData("d.csv", "a,b\n1,2,3\n", "d.csv:2: has 3 cells where the table has 2 columns")]
    [InlineData("d.csv", "a,b\n1,2\n3,\"x\ny\n", "d.csv:3: has a quote that is never closed")]
    [InlineData("d.csv", "a,b\n1,x\"y\"\n", "d.csv:2: has a quote inside a cell")]
    [InlineData("d.csv", "a,b\n1,\"x\"y\n", "d.csv:2: has text after a closing quote")]
    [InlineData("d.csv", "a,a\n1,2\n", "d.csv:1: names the column \"a\" twice")]
    [InlineData("d.csv", "a,b\n", "the data set is empty")]
    [InlineData("d.jsonl", "\n\n", "the data set is empty")]
    [InlineData("d.txt", "", "the data set is empty")]
    [InlineData("d.json", "[]", "the data set is empty")]
    [InlineData("d.foo", "x", "the format of d.foo cannot be told from its name")]
    public async Task Read_BrokenFile_IsNamedWithItsLine(string name, string content, string message)
    {
        _folder.Write(name, content);
        (await ProblemAsync($"files: {name}")).ShouldContain(message);
    }

    [Theory]
    [InlineData("d.jsonl", "{\"a\": \"ok\"}\n{\"a\": \"", "\"}\n")]
    [InlineData("d.csv", "a\n\"", "\"\n")]
    [InlineData("d.txt", "ok\n", "\n")]
    [InlineData("d.json", "[1,\n\"", "\"]")]
    public async Task Read_InvalidUtf8_IsNamedWithItsLine(string name, string before, string after)
    {
        foreach (var bytes in new byte[][] { [0xFF], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0x80] })
        {
            File.WriteAllBytes(_folder.PathOf(name), [.. Encoding.UTF8.GetBytes(before), .. bytes, .. Encoding.UTF8.GetBytes(after)]);
            (await ProblemAsync($"files: {name}")).ShouldContain($"{name}:2: is not valid UTF-8");
        }

        File.WriteAllBytes(_folder.PathOf(name), [.. Encoding.UTF8.GetBytes(before), 0xE2, 0x82]);
        (await ProblemAsync($"files: {name}")).ShouldContain($"{name}:2: is not valid UTF-8");
    }

    [Fact]
    public async Task Read_InvalidUtf8FarIntoAFile_CountsLinesOverBuffers()
    {
        var good = string.Concat(Enumerable.Repeat("{\"t\": \"äöü€😀\"}\n", 50_000));
        File.WriteAllBytes(_folder.PathOf("d.jsonl"), [.. Encoding.UTF8.GetBytes(good), 0xF0, 0x9F, 0x98, 0x0A]);
        (await ProblemAsync("files: d.jsonl")).ShouldContain("d.jsonl:50001: is not valid UTF-8");
    }

    [Fact]
    public async Task Read_FakeGzip_SaysSo()
    {
        _folder.Write("d.jsonl.gz", "{\"a\": 1}");
        (await ProblemAsync("files: d.jsonl.gz")).ShouldContain("d.jsonl.gz: is no whole gzip file");
    }

    [Theory]
    [InlineData("files: nope.jsonl", "there is no file \"nope.jsonl\"")]
    [InlineData("files: \"nope*.jsonl\"", "no file matches \"nope*.jsonl\"")]
    [InlineData("path: nope.jsonl", "EVAL_DATASETS is not set")]
    [InlineData("samples: [ { a: 1 } ]\n  map: { b: \"{{c}}\" }", "the field \"c\" is not in the row")]
    [InlineData("samples: [ { a: 1 } ]\n  map: { b: \"x {{c}}\" }", "asks for \"c\", which is not there (row at ")]
    [InlineData("samples: [ { a: x } ]\n  map: { b: { number: \"{{a}}\" } }", "\"x\" is not a number")]
    [InlineData("samples: [ { a: x } ]\n  map: { b: { forEach: \"{{a}}\", value: 1 } }", "\"forEach\" needs a list")]
    [InlineData("samples: [ { a: 1 } ]\n  split: { a: \";\" }", "split: \"a\" is not a text")]
    [InlineData("samples: [ { a: \"[1\" } ]\n  split: { a: json }", "is not a JSON array")]
    [InlineData("samples: [ { a: \"\" } ]\n  id: \"{{a}}\"", "the id of this row is empty")]
    public async Task Read_WhatCannotBeDone_SaysWhy(string dataset, string message) => (await ProblemAsync(dataset)).ShouldContain(message);

    private void Gzip(string name, string content)
    {
        _folder.Write(name, "");
        using var stream = new GZipStream(File.Create(_folder.PathOf(name)), CompressionLevel.Fastest);
        stream.Write(Encoding.UTF8.GetBytes(content));
    }

    private Task<string> ProblemAsync(string dataset) => ConfigAssert.ProblemAsync(() => Rows(dataset));

    private async Task<List<Row>> Rows(string dataset) => await DatasetRows.ReadAsync(_folder, dataset, new DataSources());
}
