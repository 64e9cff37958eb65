import { GraphQLError } from "graphql";
import type { Sink, SubscribePayload } from "graphql-ws";
import { expect, test } from "vitest";
import { follow, type Frame } from "./follow.ts";

/** An API whose stream is played by hand. */
function played({ resumes = true } = {}) {
  const asked: SubscribePayload[] = [];
  const sinks: Sink<Frame>[] = [];
  const seen: Frame[] = [];
  const stopped = new AbortController();
  let stops = 0;
  let isComplete = false;
  const ended = follow(
    { query: "subscription", operationName: "Watch", variables: { after: null, of: "ses_1" }, resumes },
    { next: (frame) => void seen.push(frame), complete: () => void (isComplete = true) },
    {
      subscribe: (request, sink) => {
        asked.push(request);
        sinks.push(sink);
        return () => void stops++;
      },
      pause: async () => {},
      signal: stopped.signal,
    },
  );
  return {
    asked,
    seen,
    ended,
    stop: () => stopped.abort(),
    stops: () => stops,
    isComplete: () => isComplete,
    say: (cursor: string) => sinks.at(-1)?.next({ data: { changed: { cursor } } }),
    cut: () => sinks.at(-1)?.error({ code: 1006 }),
    refuse: (error: GraphQLError) => sinks.at(-1)?.error([error]),
    complete: () => sinks.at(-1)?.complete(),
  };
}

test("E1: after a cut it goes on behind the last cursor, with all else as it was", async () => {
  const api = played();
  api.say("c1");
  api.say("c2");
  api.cut();
  await expect.poll(() => api.asked.length).toBe(2);
  expect(api.asked.map(({ variables }) => variables)).toEqual([
    { after: null, of: "ses_1" },
    { after: "c2", of: "ses_1" },
  ]);
});

test("what has no cursor to begin at begins anew", async () => {
  const api = played({ resumes: false });
  api.say("c1");
  api.cut();
  await expect.poll(() => api.asked.length).toBe(2);
  expect(api.asked[1]?.variables).toEqual({ after: null, of: "ses_1" });
});

test("a refusal is shown, and not asked for again", async () => {
  const api = played();
  const error = new GraphQLError("That goes too deep.");
  api.refuse(error);
  await api.ended;
  expect(api.seen).toEqual([{ errors: [error] }]);
  expect([api.asked.length, api.isComplete()]).toEqual([1, true]);
});

test("who stops reading ends the stream at once, and sees nothing more", async () => {
  const api = played();
  api.stop();
  await api.ended;
  api.say("late");
  expect([api.stops(), api.seen.length, api.asked.length]).toEqual([1, 0, 1]);
});

test("a stream that the API ends is over", async () => {
  const api = played();
  api.complete();
  await api.ended;
  expect([api.asked.length, api.isComplete()]).toEqual([1, true]);
});
