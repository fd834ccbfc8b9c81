using Cloison.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Exports;

internal static class ListFormats
{
    public static Ok<IReadOnlyList<FormatSummary>> Handle() => TypedResults.Ok(ExportFormats.Summaries);
}
