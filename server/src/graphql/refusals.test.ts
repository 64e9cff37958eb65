import { expect, test } from "vitest";
import { InsufficientCredits } from "../credits/refusals.ts";
import { usd } from "../values/money.ts";
import { orBadInput } from "./refusals.ts";

test("where the answer is no union, a refusal's facts are said as on the wire", async () => {
  const refused = orBadInput(Promise.reject(new InsufficientCredits(usd(3), usd(2))));
  const error = await refused.catch((thrown: unknown) => thrown);
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({
    extensions: {
      code: "BAD_USER_INPUT",
      refusal: "InsufficientCredits",
      needed: "3.000000",
      available: "2.000000",
    },
  });
});
