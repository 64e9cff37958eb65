import { expect, test } from "vitest";
import { countryCode } from "./country.ts";

test("a country has one code, however it is written", () => {
  for (const [code, ways] of Object.entries({
    US: ["United States", "united states ", "USA", "us", "US"],
    GB: ["United Kingdom", "UK", "GB", "Great Britain"],
    CZ: ["Czechia", "Czech Republic"],
    DE: ["Germany"],
    RS: ["Serbia"],
    KR: ["South Korea", "Republic of Korea"],
  })) {
    for (const name of ways) expect(countryCode(name), name).toBe(code);
  }
});

test("what is no country has none", () => {
  for (const name of ["Texas", "", "  ", null, undefined, "QQ", "Atlantis", "1"])
    expect(countryCode(name)).toBeNull();
});
