using Eval.FakeEndpoint.Ledgers;
using Eval.FakeEndpoint.Wire;
using Microsoft.AspNetCore.Http;

namespace Eval.FakeEndpoint.Serving;

/// <summary>A response on its way.</summary>
internal sealed record Response(HttpContext Http, IWireFormat Format, LedgerEntry Entry, Dialect Dialect);
