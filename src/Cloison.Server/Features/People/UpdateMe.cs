using System.Text.Json;
using System.Text.RegularExpressions;
using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Json;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>Changes a person's own name and tastes; what is absent stays.</summary>
internal static partial class UpdateMe
{
    private const int MaxHotkeys = 300;
    private const int MaxHotkeyLength = 64;

    public static async Task<Results<Ok<Me>, ProblemHttpResult>> HandleAsync(
        Contracts.UpdateMe request, Caller caller, ControlDatabase control, ControlSealer sealer, CancellationToken ct)
    {
        if (Check(request) is { Count: > 0 } errors)
            return CommonProblems.Invalid(errors).ToHttp();
        var hotkeys = request.Hotkeys is null ? null : JsonSerializer.Serialize(request.Hotkeys, DomainJson.Options);
        await control.WriteAsync(
            db => db.Execute(
                """
                UPDATE persons SET display_name = COALESCE(@name, display_name), language = COALESCE(@language, language),
                  theme = COALESCE(@theme, theme), hotkeys = COALESCE(@hotkeys, hotkeys)
                WHERE id = @id
                """,
                ("@name", request.DisplayName?.Trim()), ("@language", request.Language), ("@theme", request.Theme), ("@hotkeys", hotkeys), ("@id", caller.Person.Text)),
            ct);
        return TypedResults.Ok(await control.ReadAsync(db => ShowMe.Read(db, sealer, caller.Person, caller.Customer), ct));
    }

    private static List<InputError> Check(Contracts.UpdateMe request)
    {
        var errors = new List<InputError>();
        if (request.DisplayName is { } name)
            PersonRules.AddIf(errors, "displayName", PersonRules.CheckName(name));
        if (request.Language is { } language && !LanguageTag().IsMatch(language))
            errors.Add(new("language", "A language tag such as en or pt-BR is expected."));
        if (request.Theme is not (null or "light" or "dark" or "auto"))
            errors.Add(new("theme", "One of light, dark, auto."));
        if (request.Hotkeys is { Count: > MaxHotkeys })
            errors.Add(new("hotkeys", $"At most {MaxHotkeys}."));
        if (request.Hotkeys?.Any(h => h.Key.Length > MaxHotkeyLength || h.Value is null || h.Value.Length > MaxHotkeyLength) == true)
            errors.Add(new("hotkeys", $"Names and keys have at most {MaxHotkeyLength} characters."));
        return errors;
    }

    [GeneratedRegex("^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex LanguageTag();
}
