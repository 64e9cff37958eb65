import { buildSchema } from "graphql";
import { expect, test } from "vitest";
import { untoldBetween } from "./changelog.ts";

const untold = (released: string, current: string, next: string) =>
  untoldBetween(
    buildSchema(`type Query { ok: Boolean } ${released}`),
    buildSchema(`type Query { ok: Boolean } ${current}`),
    `# What changed\n\n## Next\n\n${next}\n\n## 0.1.0\n\n- \`Offer.old\` came.\n`,
  );
const before = "type Offer { id: ID! }";
const after = "type Offer { id: ID!, name: String, old: Int } type Host { id: ID! }";

test("what is new must be told, and what an earlier release told is not told again", async () => {
  const said = await untold(before, after, "- `Offer.name` says what it is called.");
  expect(said.map((line) => line.split(":")[0])).toEqual(expect.arrayContaining(["Host", "Offer.old"]));
  expect(said.some((line) => line.startsWith("Offer.name"))).toBe(false);
});

test("what is told of a whole type is told of its parts", async () => {
  expect(await untold(before, after, "- `Host` is new, and `Offer` says more.")).toEqual([]);
});

test("words that describe are no change, and where nothing changed nothing need be told", async () => {
  expect(await untold(before, `type Offer { "Which one." id: ID! }`, "Nothing yet.")).toEqual([]);
});
