// While a new version is rolled out, servers of the version before work on the new tables, and they come back when it
// is rolled back. So a migration adds: what it takes away, renames or demands may be what an older server asks for.

const word = String.raw`(?:only\s+)?(?:if\s+(?:not\s+)?exists\s+)?"?(?:public"?\."?)?(\w+)"?`;
const created = new RegExp(String.raw`^create\s+table\s+${word}`, "i");
const altered = new RegExp(String.raw`^alter\s+table\s+${word}`, "i");
const indexed = new RegExp(String.raw`^create\s+unique\s+index\s.*?\son\s+${word}`, "i");

/** What, in words, and how to know it in a statement about a table that was there before. */
const dangers: [what: string, isIn: (statement: string) => boolean][] = [
  ["takes a column away", (text) => /\bdrop\s+column\b/i.test(text)],
  ["renames", (text) => /\brename\s+(?:column|to|constraint)\b/i.test(text)],
  ["makes a column another type", (text) => /\balter\s+column\s+\S+\s+(?:set\s+data\s+)?type\b/i.test(text)],
  ["demands a value of an old column", (text) => /\balter\s+column\s+\S+\s+set\s+not\s+null\b/i.test(text)],
  [
    "demands a value of a new column",
    (text) =>
      /\badd\s+column\b/i.test(text) &&
      /\bnot\s+null\b/i.test(text) &&
      !/\b(?:default|generated)\b/i.test(text),
  ],
  [
    "demands more of every row",
    (text) => /\badd\s+(?:constraint\b|primary\s+key\b|unique\b|check\b)/i.test(text),
  ],
  ["takes away what ON CONFLICT may name", (text) => /\bdrop\s+constraint\b/i.test(text)],
];

/** What in this migration may break a server of the version before; nothing where the migration says why it does not. */
export function dangersOf(migration: string): string[] {
  if (/^-- Older servers: \S/m.test(migration)) return [];
  const statements = statementsOf(migration);
  const own = new Set(statements.map((text) => created.exec(text)?.[1]));
  return statements.flatMap((text) => {
    if (/^drop\s+(?:table|view|function|type|sequence|schema)\b/i.test(text)) return [`takes away: ${text}`];
    if (/^drop\s+index\b/i.test(text)) return [`takes away what ON CONFLICT may name: ${text}`];
    const table = (altered.exec(text) ?? indexed.exec(text))?.[1];
    if (table === undefined || own.has(table)) return [];
    if (indexed.test(text)) return [`demands more of every row: ${text}`];
    return dangers.filter(([, isIn]) => isIn(text)).map(([what]) => `${what}: ${text}`);
  });
}

// Within a function's body there is nothing about tables that an older server would miss.
function statementsOf(migration: string): string[] {
  return migration
    .replaceAll(/\$(\w*)\$[^]*?\$\1\$/g, "")
    .replaceAll(/--.*$/gm, "")
    .split(";")
    .map((text) => text.trim().replaceAll(/\s+/g, " "))
    .filter((text) => text !== "");
}
