import { expect, test } from "vitest";
import { refusalIn } from "./refusal.ts";

test("a refusal is told from the thing itself, with the field it is about", () => {
  expect(refusalIn({ __typename: "InvalidInput", field: "name", message: "Too short." })).toEqual({
    field: "name",
    message: "Too short.",
  });
  expect(refusalIn({ __typename: "LastOwner", message: "One owner must stay." })).toEqual({
    field: null,
    message: "One owner must stay.",
  });
  expect(refusalIn({ __typename: "Account", id: "acc_1", name: "Harbour" })).toBeNull();
  expect(refusalIn(undefined)).toBeNull();
});
