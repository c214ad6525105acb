using System.Text.Json;
using Eval.Core.Imports.Foreign;

namespace Eval.Core.Tests.Imports.Foreign;

public sealed class ForeignSecretsTests
{
    [Theory]
    [InlineData("api_key")]
    [InlineData("apiKey")]
    [InlineData("OPENAI_API_KEY")]
    [InlineData("x-api-key")]
    [InlineData("key")]
    [InlineData("aws_access_key_id")]
    [InlineData("aws_secret_access_key")]
    [InlineData("token")]
    [InlineData("hf_token")]
    [InlineData("args.use_auth_token")]
    [InlineData("accessToken")]
    [InlineData("access_tokens")]
    [InlineData("api_keys")]
    [InlineData("password")]
    [InlineData("db_password2")]
    [InlineData("client_secret")]
    [InlineData("Authorization")]
    [InlineData("extra_headers")]
    [InlineData("defaultHeaders")]
    [InlineData("credentials")]
    [InlineData("connection_string")]
    [InlineData("auth")]
    public void IsSecret_NamesOfSecrets_AreOnes(string name) => ForeignSecrets.IsSecret(name).ShouldBeTrue();

    [Theory]
    [InlineData("tokenizer")]
    [InlineData("args.tokenizer")]
    [InlineData("add_bos_token")]
    [InlineData("eos_token")]
    [InlineData("prefix_token_id")]
    [InlineData("think_end_token")]
    [InlineData("reasoning_tokens")]
    [InlineData("max_tokens")]
    [InlineData("maxTokens")]
    [InlineData("tokenized_requests")]
    [InlineData("keyword")]
    [InlineData("sort_keys")]
    [InlineData("answer_key")]
    [InlineData("author")]
    [InlineData("token.count")]
    [InlineData("apiKeyEnvar")]
    [InlineData("monkey")]
    [InlineData("")]
    public void IsSecret_HarmlessNames_AreNone(string name) => ForeignSecrets.IsSecret(name).ShouldBeFalse();

    [Fact]
    public void Clean_SecretsAtAnyDepth_AreLeftOut()
    {
        using var json = JsonDocument.Parse("""
            {"api_key": "S1", "a": [{"token": "S2", "max_tokens": 64, "n": 1.50}], "client_args": {"extra_body": {"headers": {"X": "S3"}, "seed": null}},
             "url": "https://me:S4@host/v1?api-version=2&sig=S5", "list": [{"name": "api_key", "value": "S6"}], "call": "f(password='S7', temperature=0)",
             "nested": "{\"api_key\": \"S8\", \"top\": 1}", "plain": "sk-aaaaaaaaaaaaaaaaaaaaS9"}
            """);

        ForeignSecrets.Clean(json.RootElement)!.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).ShouldBe(
            """{"a":[{"max_tokens":64,"n":1.50}],"client_args":{"extra_body":{"seed":null}},"url":"https://host/v1?api-version=2","list":[{"name":"api_key","value":null}]"""
            + ""","call":"f(password=***, temperature=0)","nested":"{\"api_key\": \"***\", \"top\": 1}","plain":"***"}""");
    }

    [Theory]
    [InlineData("https://user:p@ss@host:8/v1/x", "https://host:8/v1/x")]
    [InlineData("https://token@host", "https://host")]
    [InlineData("https://host/v1?key=S&alt=sse", "https://host/v1?alt=sse")]
    [InlineData("https://host/v1?X-Amz-Signature=S", "https://host/v1")]
    [InlineData("https://host/v1#access_token=S", "https://host/v1")]
    [InlineData("https://host/a@b?x=1", "https://host/a@b?x=1")]
    [InlineData("org/model", "org/model")]
    public void Address_WhatGivesAccess_IsLeftOut(string url, string expected) => ForeignSecrets.Address(url).ShouldBe(expected);

    [Theory]
    [InlineData("capitals[api_key=abc,hint=true]", "capitals[api_key=***,hint=true]")]
    [InlineData("got 401 at https://u:p@host/v1?key=k: Authorization: Bearer abcdefghij", "got 401 at https://host/v1 Authorization: Bearer ***")]
    [InlineData("Question: {{question}}\nThe answer key: {{key}}", "Question: {{question}}\nThe answer key: {{key}}")]
    [InlineData("temperature=0,max_tokens=64,tokenizer=org/t", "temperature=0,max_tokens=64,tokenizer=org/t")]
    public void Text_WhatGivesAccess_IsMarked(string text, string expected) => ForeignSecrets.Text(text).ShouldBe(expected);

    [Theory]
    [InlineData('a')]
    [InlineData('=')]
    [InlineData('"')]
    [InlineData(':')]
    [InlineData('@')]
    [InlineData('.')]
    public void Text_LongRuns_StayThemselves(char c) => ForeignSecrets.Text(new string(c, 20_000)).Length.ShouldBe(20_000);
}
