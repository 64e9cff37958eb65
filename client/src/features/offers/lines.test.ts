import { expect, test } from "vitest";
import type { ReadSearchLineQuery } from "#gql/graphql.ts";
import { lineRead, lineWith } from "./lines.ts";

const refusal = {
  __typename: "SearchNotUnderstood" as const,
  message: "“verifed” says nothing.",
  word: "verifed",
  meant: ["verified"],
} satisfies ReadSearchLineQuery["parseOfferSearch"];

test("a line that makes no sense is refused with the word and what could be meant", () => {
  const { refused } = lineRead("h100 verifed", { __typename: "Query", parseOfferSearch: refusal });
  expect(refused).toEqual({
    line: "h100 verifed",
    message: "“verifed” says nothing.",
    word: "verifed",
    meant: ["verified"],
  });
  expect(refused && lineWith(refused, "verified")).toBe("h100 verified");
});

test("a name with a space is written so that it stays one word", () => {
  const { refused } = lineRead("rtx409 x2", {
    __typename: "Query",
    parseOfferSearch: {
      __typename: "UnknownGpu",
      message: "Nobody knows it.",
      gpu: "rtx409",
      nearest: ["RTX 4090"],
    },
  });
  expect(refused && lineWith(refused, "RTX 4090")).toBe('"RTX 4090" x2');
});

test("a line that is refused as a whole is kept as it was typed", () => {
  const { line, refused } = lineRead("x".repeat(3), {
    __typename: "Query",
    parseOfferSearch: { __typename: "InvalidInput", message: "It is too long." },
  });
  expect(line).toBe("xxx");
  expect(refused).toMatchObject({ message: "It is too long.", meant: [] });
});
