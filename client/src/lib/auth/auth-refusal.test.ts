import { expect, test } from "vitest";
import { authRefusal } from "./auth-refusal.ts";

test("a wrong pair does not say which half is wrong, and offers another way in", () => {
  const refused = authRefusal(401, "INVALID_EMAIL_OR_PASSWORD");
  expect(refused.field).toBe("password");
  expect(refused.message).toContain("mailed link");
});

test("a taken address is said at the address", () => {
  expect(authRefusal(422, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL").field).toBe("email");
});

test("without a known code the status decides", () => {
  expect(authRefusal(429, null).message).toContain("Wait a minute");
  expect(authRefusal(429, "RATE_LIMITED", 42).message).toContain("Wait 42 seconds");
  expect(authRefusal(0, null).message).toContain("cannot be reached");
  expect(authRefusal(503, "SOMETHING_NEW").message).toContain("cannot be reached");
  expect(authRefusal(400, "SOMETHING_NEW").message).toContain("not accepted");
});
