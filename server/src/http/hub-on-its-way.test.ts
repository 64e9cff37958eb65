import { expect, test } from "vitest";
import type { Tail } from "../events/tail.ts";
import { sleep, systemClock } from "../platform/clock.ts";
import { makeLog } from "../platform/log.ts";
import { Hub, type Subscribing } from "./hub.ts";

const here = { xid: 1n, id: 1n };

test("what is announced while a reader is on its way is told to it all the same", async () => {
  let stands = 1;
  const tail = {
    head: here,
    hear: () => () => {},
    ends: () => Promise.resolve({ head: here, floor: here }),
    // It has had its beginning by now, and is not among those who listen yet.
    reach: () => {
      stands = 2;
      hub.hearAnnouncement({ topic: "market.observed" });
      return sleep(systemClock, 20);
    },
  };
  const execute = ({ root }: { root: unknown }) => Promise.resolve({ data: root as Record<string, unknown> });
  const hub = new Hub(tail as unknown as Tail, execute as never, systemClock, makeLog("silent"));
  const told: string[] = [];
  const asked = {
    prepared: {
      hash: "one",
      operation: {},
      subscription: {
        fieldName: "providerTicks",
        feed: {
          topics: [],
          sharing: "market",
          announced: "market.observed",
          start: () => Promise.resolve({ stands }),
        },
      },
    },
    variables: {},
    args: {},
    rights: "",
    context: () => ({}),
    reader: {
      next: (body: Buffer) => told.push(body.toString()),
      fail: (error: unknown) => told.push(String(error)),
      bufferedBytes: () => 0,
      cut: () => {},
    },
  };
  const leave = hub.subscribe(asked as unknown as Subscribing);
  await expect.poll(() => told.at(-1)).toBe('{"data":{"stands":2}}');
  expect(told[0]).toBe('{"data":{"stands":1}}');
  leave();
  hub.stop();
});
