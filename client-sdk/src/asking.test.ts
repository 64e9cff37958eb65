import { expect, test } from "vitest";
import { ask } from "./asking.ts";

test("what may have been done, and has no key, is asked for once", async () => {
  let asked = 0;
  const isCut = (): Promise<never> => {
    asked += 1;
    return Promise.reject(new TypeError("fetch failed"));
  };
  const asking = {
    url: "http://berth.test",
    token: null,
    fetch: isCut,
    requestMs: 1_000,
    patienceMs: 1_000,
    headers: {},
    aheadMs: null,
  };
  const query = `fragment Said on Refusal { message } mutation Invite {
    inviteMember(email: "a@b.c", role: MEMBER) { __typename ...Said }
  }`;
  await expect(ask(asking, { query, variables: {} })).rejects.toMatchObject({ code: "UNREACHABLE" });
  expect(asked).toBe(1);
});
