import { afterAll, beforeAll, expect, test } from "vitest";
import { metrics } from "../platform/metrics.ts";
import { buildSchema } from "../schema.ts";
import { key } from "../testing/actors.ts";
import { startTestApi, type TestApi } from "../testing/api.ts";
import { give } from "../testing/ledger.ts";
import { addPerson } from "../testing/team.ts";
import { Line } from "../testing/wire.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { type Actor, NOBODY } from "../values/actor.ts";
import { usd } from "../values/money.ts";

// Subscriptions over server-sent events, as bytes. That nothing is left out or told twice when they are cut, the
// client's own test says (client-sdk.test.ts), for both ways of listening.

let world: World;
let api: TestApi;
let accountId: string;
let revoked: string | null = null;
beforeAll(async () => {
  world = await makeWorld({ pool: 6 });
  ({ accountId } = await addPerson(world, "Ada"));
  await give(world, accountId, usd(5));
  api = await startTestApi(
    world,
    buildSchema(),
    [
      key("reader", ["read"], accountId),
      key("writer", ["sessions:write"], accountId),
      { ...key("brief", ["read"], accountId), expiresAt: new Date(world.clock.now().getTime() + 60_000) },
    ],
    {
      config: { SOCKETS_PER_ACTOR: 2 },
      accessChanged: ({ topic }) =>
        topic === "account.renamed" ? (actor: Actor) => actor.kind === "key" && actor.name === revoked : null,
    },
  );
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
});

const query = `subscription Credits($after: Cursor) {
  creditsChanged(after: $after) { __typename ... on CreditsSnapshot { cursor } ... on CreditsMoved { cursor } ... on Resync { cursor } }
}`;
const open = (who: string, asked: object = { query }, signal?: AbortSignal) =>
  fetch(`${api.url}/graphql`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${who}`,
      "content-type": "application/json",
      accept: "text/event-stream",
    },
    body: JSON.stringify(asked),
    ...(signal && { signal }),
  });

interface Frame {
  event: string;
  data: string;
}

/** Frames as they come; what only keeps the connection alive is passed over. */
async function* frames(response: Response): AsyncGenerator<Frame, void, undefined> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes as Uint8Array, { stream: true });
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const [first = "", second = ""] = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      if (first.startsWith("event: ")) yield { event: first.slice(7), data: second.slice(6) };
    }
  }
}

interface Update {
  data: { creditsChanged: { __typename: string; cursor: string } };
}
async function next(stream: ReturnType<typeof frames>): Promise<Update["data"]["creditsChanged"]> {
  const { value } = await stream.next();
  if (!value) throw new Error("the stream ended");
  return (JSON.parse(value.data) as Update).data.creditsChanged;
}

test("a stream begins with how things stand, goes on, and goes on after a cursor", async () => {
  const response = await open("reader");
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const stream = frames(response);
  const first = await next(stream);
  expect(first.__typename).toBe("CreditsSnapshot");
  await give(world, accountId, usd(1));
  expect((await next(stream)).__typename).toBe("CreditsMoved");
  await stream.return(undefined);
  await give(world, accountId, usd(2));
  const resumed = frames(await open("reader", { query, variables: { after: first.cursor } }));
  expect([await next(resumed), await next(resumed)].map(({ __typename }) => __typename)).toEqual([
    "CreditsMoved",
    "CreditsMoved",
  ]);
  await resumed.return(undefined);
});

test("who may not, what is wrong and what is too much is refused before anything streams", async () => {
  const code = async (response: Response) => {
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
    return `${response.status} ${errors[0]?.extensions.code}`;
  };
  expect(await code(await open("nobody"))).toBe("400 UNAUTHENTICATED");
  expect(await code(await open("writer"))).toBe("400 FORBIDDEN");
  expect(await code(await open("reader", { query, variables: { after: 5 } }))).toBe("400 BAD_USER_INPUT");
  const stop = new AbortController();
  const two = [await open("reader", { query }, stop.signal), await open("reader", { query }, stop.signal)];
  expect(two.map(({ status }) => status)).toEqual([200, 200]);
  const third = await open("reader");
  expect(third.headers.get("retry-after")).toBe("1");
  expect(await code(third)).toBe("429 RATE_LIMITED");
  stop.abort();
  // What was left counts no more.
  await expect
    .poll(async () => {
      const again = await open("reader");
      await again.body?.cancel();
      return again.status;
    })
    .toBe(200);
});

test("G60: a reader that goes while it is looked up who it is leaves nothing behind", async () => {
  const late = key("late", ["read"], accountId);
  const lookUps: (() => void)[] = [];
  const few = await startTestApi(world, buildSchema(), [], {
    config: { SOCKETS_PER_ACTOR: 1 },
    identify: async ({ authorization }) => {
      if (!authorization) return NOBODY;
      await new Promise<void>((resolve) => lookUps.push(resolve));
      return late;
    },
  });
  const body = JSON.stringify({ query });
  const asking = () => {
    const line = new Line(few);
    line.say(
      "POST /graphql HTTP/1.1\r\nhost: berth\r\nauthorization: Bearer late\r\naccept: text/event-stream\r\n" +
        `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    return line;
  };
  const gone = asking();
  await expect.poll(() => lookUps).toHaveLength(1);
  gone.socket.destroy();
  await gone.closed;
  // Once this is answered the server knows that the other has gone.
  await few.ask(null, "{ __typename }");
  lookUps[0]?.();
  const next = asking();
  await expect.poll(() => lookUps).toHaveLength(2);
  lookUps[1]?.();
  expect(await next.hear(/CreditsSnapshot|Too many/)).toBe("CreditsSnapshot");
  next.socket.destroy();
  const gauge = async (name: "eventStreams" | "subscriptions") =>
    (await metrics[name].get()).values[0]?.value;
  await expect.poll(async () => [await gauge("eventStreams"), await gauge("subscriptions")]).toEqual([0, 0]);
  await few.stop();
});

test("a question is answered as ever, whatever else its asker would accept", async () => {
  const response = await open("reader", { query: "{ credits { available } }" });
  expect(response.headers.get("content-type")).toContain("application/json");
  expect(await response.json()).toMatchObject({ data: { credits: {} } });
});

test("G56: whose access is taken away has their streams ended, and whose time is over", async () => {
  const ended = async (response: Response) => {
    try {
      for await (const _ of frames(response));
      return "ended";
    } catch {
      return "ended";
    }
  };
  const stream = ended(await open("reader"));
  revoked = "reader";
  await world.database.sql`
    insert into events (xid, at, account_id, topic, subject, actor, actor_name, payload)
    values (pg_current_xact_id(), now(), ${accountId}, 'account.renamed', null, 'system', 'Berth', '{"from":"x","to":"y"}')`;
  expect(await stream).toBe("ended");
  const brief = ended(await open("brief"));
  await world.clock.advance(61_000);
  expect(await brief).toBe("ended");
});
