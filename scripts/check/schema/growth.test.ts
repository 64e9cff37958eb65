import { buildSchema } from "graphql";
import { expect, test } from "vitest";
import { breaksBetween } from "./growth.ts";

const breaks = (released: string, current: string) =>
  breaksBetween(
    buildSchema(`type Query { ok: Boolean } ${released}`),
    buildSchema(`type Query { ok: Boolean } ${current}`),
  );

test("what is new breaks nobody", async () => {
  expect(
    await breaks("type Offer { id: ID! }", "type Offer { id: ID!, name: String } type Host { id: ID! }"),
  ).toEqual([]);
});

test("a field that vanishes is told with its place", async () => {
  expect(await breaks("type Offer { id: ID!, name: String }", "type Offer { id: ID! }")).toEqual([
    "Offer.name: Field 'name' was removed from object type 'Offer'",
  ]);
});

test("a field that was deprecated in the release may go", async () => {
  const released = `type Offer { id: ID!, name: String @deprecated(reason: "Use title.") }`;
  expect(await breaks(released, "type Offer { id: ID! }")).toEqual([]);
});

test("an argument that becomes required breaks those who do not send it", async () => {
  const [first] = await breaks("type Offer { price(gb: Int): Int }", "type Offer { price(gb: Int!): Int }");
  expect(first).toContain("Offer.price.gb");
});

test("a narrower enum breaks those who send what is gone", async () => {
  expect(await breaks("enum Kind { A B }", "enum Kind { A }")).toHaveLength(1);
});
