import { expect, test } from "vitest";
import { isRepeatable } from "./repeatable.ts";

const invite = `mutation Invite { inviteMember(email: "a@b.c", role: MEMBER) { __typename } }`;

test("what changes something is not repeatable without a key, wherever in its text that is said", () => {
  for (const query of [
    invite,
    `fragment Said on Refusal { message } ${invite}`,
    `query Me { viewer { id } } ${invite}`,
    `# Asks somebody in.\n,, ${invite}`,
  ]) {
    expect(isRepeatable(query, {})).toBe(false);
    expect(isRepeatable(query, { idempotencyKey: "k1" })).toBe(true);
  }
});

test("a question is repeatable, whatever words are in it", () => {
  for (const query of [
    "{ viewer { id } }",
    "query mutation { viewer { id } }",
    `query Offers {\n  offers(text: """\nmutation\n""") {\n    mutation: totalCount\n  }\n}`,
    "# mutation\nquery Me { viewer { id } }",
  ])
    expect(isRepeatable(query, {})).toBe(true);
});

test("what cannot be read is not repeatable", () => {
  expect(isRepeatable("mutation Invite {", {})).toBe(false);
});
