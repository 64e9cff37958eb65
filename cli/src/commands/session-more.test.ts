import { SessionsDocument } from "@berth/client-sdk";
import { expect, test } from "vitest";
import type { Run } from "../run.ts";
import { showLogs } from "./session-more.ts";

test("the logs of the last session stay those of that one, when another is begun meanwhile", async () => {
  const ids = ["ses_1"];
  const told: string[] = [];
  const session = (id: string) => {
    const endedAt = ids.length > 1 ? "2026-11-20T12:00:00Z" : null;
    const event = {
      id: `${id} ${String(endedAt)}`,
      at: "2026-11-20T12:00:00Z",
      actorName: "Ada",
      summary: id,
    };
    return { id, endedAt, events: [event] };
  };
  const run = {
    ask: async (document: unknown, { id = "" }: { id?: string }) =>
      document === SessionsDocument
        ? { sessions: { nodes: ids.map((one) => ({ id: one })) } }
        : { session: session(id) },
    berth: {
      async *follow() {
        ids.unshift("ses_2");
        yield { sessionChanged: { __typename: "SessionsDelta", changed: [session("ses_1")] } };
      },
    },
    both: (iso: string) => iso,
    print: (_text: string, { event }: { event: { summary: string } }) => told.push(event.summary),
  };
  await showLogs(run as unknown as Run, ["last"], { follow: true });
  expect(told).toEqual(["ses_1", "ses_1"]);
});
