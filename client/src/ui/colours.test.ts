import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const source = join(import.meta.dirname, "..");
/** What comes with Tailwind and was put away: a class that names one of these paints nothing. */
const notOurs =
  /\b(?:bg|text|border|outline|ring|fill|stroke|divide|from|to|accent|decoration)-(?:black|white|(?:slate|gray|zinc|neutral|stone|red|orange|amber|yellow|lime|green|emerald|teal|cyan|sky|blue|indigo|violet|purple|fuchsia|pink|rose)-\d{2,3})\b/g;

test("no class names a colour that the theme does not have", () => {
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  const found = files.flatMap((file) => readFileSync(join(source, file), "utf8").match(notOurs) ?? []);
  expect(files.length).toBeGreaterThan(100);
  expect(found).toEqual([]);
});
