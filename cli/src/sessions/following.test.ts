import type { SessionPartsFragment } from "@berth/client-sdk";
import { expect, test } from "vitest";
import type { Run } from "../run.ts";
import { untilSession } from "./following.ts";

const seen = { id: "ses_1", endedAt: null } as SessionPartsFragment;

/** A run whose stream tells of one change and then nothing more. */
function run(): Run {
  const follow = async function* () {
    yield { sessionChanged: { __typename: "SessionsDelta", changed: [seen] } };
    await new Promise(() => {});
  };
  return { berth: { follow }, signal: new AbortController().signal } as unknown as Run;
}

test("what cannot be told of a change ends following with why", async () => {
  const away = () => Promise.reject(new Error("away"));
  await expect(untilSession(run(), "ses_1", () => false, away)).rejects.toThrow("away");
}, 2_000);
