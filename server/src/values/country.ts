// Countries as providers write them, and the two letters that stand for each.

const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });

/** Other names than the usual English ones. */
const others: Readonly<Record<string, string>> = {
  usa: "US",
  "united states of america": "US",
  "great britain": "GB",
  england: "GB",
  "czech republic": "CZ",
  "the netherlands": "NL",
  holland: "NL",
  "republic of korea": "KR",
  korea: "KR",
  "viet nam": "VN",
  "russian federation": "RU",
  turkey: "TR",
  "hong kong": "HK",
  macau: "MO",
  uae: "AE",
};

const codes: ReadonlyMap<string, string> = new Map([
  ...everyCode().flatMap((code) => {
    const name = names.of(code);
    return name ? [[name.toLowerCase(), code] as const] : [];
  }),
  ...Object.entries(others),
]);

/** "United States", "us" or "US" as "US"; null for a place of no known name. */
export function countryCode(name: string | null | undefined): string | null {
  const text = (name ?? "").trim();
  if (/^[a-z]{2}$/i.test(text)) return canonical(text.toUpperCase());
  return codes.get(text.toLowerCase()) ?? null;
}

function canonical(code: string): string | null {
  const region = new Intl.Locale(`und-${code}`).region ?? "";
  return names.of(region) ? region : null;
}

/** Without those that stand for another: of two codes with one name, one was given up. */
function everyCode(): string[] {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("");
  const all = letters.flatMap((first) => letters.map((second) => first + second));
  return all.filter((code) => new Intl.Locale(`und-${code}`).region === code);
}
