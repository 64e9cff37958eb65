import { afterAll, beforeAll, expect, test } from "vitest";
import { buildSchemaOf } from "../graphql/build.ts";
import { offerResolvers } from "../offers/graphql/resolvers.ts";
import { registry } from "../platform/metrics.ts";
import { person } from "../testing/actors.ts";
import { startTestApi, type TestApi } from "../testing/api.ts";
import { keepLog } from "../testing/heard.ts";
import { OddResolver } from "../testing/odd-resolver.ts";
import { Line, post, Wire } from "../testing/wire.ts";
import { makeWorld, type World } from "../testing/world.ts";

const kept = keepLog();
let world: World;
let api: TestApi;
beforeAll(async () => {
  world = await makeWorld({ log: kept.log });
  api = await startTestApi(world, buildSchemaOf([...offerResolvers, OddResolver]), [person("Ada")]);
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
});

// One word for each way that a secret comes in, so that a leak says where it leaked.
const canary = (way: string) => `canary-${way.replaceAll(" ", "-")}-f00d`;

test("T25, G58: no secret that a request carries reaches the log or the metrics", async () => {
  const { log } = kept;
  const vain = "mutation ($secret: String!) { storeInVain(secret: $secret) }";
  const as = (headers: Record<string, string>) => (body: object) => post(api, JSON.stringify(body), headers);
  const ada = as({ authorization: "Bearer Ada" });

  await as({ authorization: `Bearer ${canary("key")}` })({ query: "{ broken }" });
  await as({ cookie: `session=${canary("cookie")}` })({ query: "{ broken }" });
  await as({ "x-forwarded-for": canary("forwarded"), authorization: "Bearer Ada" })({ query: "{ broken }" });
  await ada({ query: vain, variables: { secret: canary("variable of a fault") } });
  await ada({ query: `mutation { storeInVain(secret: "${canary("literal of a fault")}") }` });
  await ada({ query: vain, variables: { secret: [canary("variable of another type")] } });
  await ada({ query: vain, variables: { [canary("name of a variable")]: 1 } });
  await ada({ query: `{ ${canary("syntax error")} "` });
  await ada({ query: vain, extensions: { password: canary("extension") } });
  await ada({ query: `{ offers(after: "${canary("cursor")}") { totalCount } }` });
  await post(api, `{"password": "${canary("half of JSON")}`);
  await post(api, JSON.stringify({ query: canary("body too large").padEnd(200_000, "x") }));
  await post(api, `password=${canary("form")}`, { "content-type": "application/x-www-form-urlencoded" });
  await fetch(`${api.url}/graphql?token=${canary("query string")}`);
  await fetch(`${api.url}/${canary("path")}`);
  const line = new Line(api);
  line.say(`GET /${canary("garbage")} HTTP/9.9\r\n\r\n`);
  await line.closed;

  const stranger = new Wire(api, { headers: { cookie: `session=${canary("cookie of a socket")}` } });
  await stranger.opened;
  stranger.say({
    type: "connection_init",
    payload: { authorization: `Bearer ${canary("key of a socket")}` },
  });
  await stranger.closed;
  const wire = await Wire.as(api, "Ada");
  await wire.ask("1", vain, { variables: { secret: canary("variable over a socket") } });
  wire.say(`{"type": "subscribe", "password": "${canary("message")}"`);
  await wire.closed;

  // Errors as the database and the query builder make them.
  const { sql, db } = world.database;
  const failures = [
    sql`select ${canary("parameter")}::text::int`,
    sql`select ${canary("parameter of a date")}::text::timestamptz`,
    sql`insert into providers (id, name, connected) values ('twin', ${canary("row")}, true), ('twin', 'x', true)`,
    db.execute(`select '${canary("statement")}'::int`),
  ];
  for (const failure of failures) {
    const error: unknown = await failure.catch((error: unknown) => error);
    expect(error).toBeInstanceOf(Error);
    log.error({ err: error }, "as it comes");
    log.error({ err: new Error("wrapped", { cause: error }) }, "as a cause");
  }
  log.info({ authorization: canary("field"), headers: { cookie: canary("field within") } }, "by its name");

  expect(kept.lines.length).toBeGreaterThan(10);
  const said = `${kept.lines.join("")}${await registry.metrics()}`;
  expect(said.match(/canary-[a-z-]+-f00d/g)).toBeNull();
  // What helps to find the mistake is told.
  expect(said).toContain('"code":"22P02"');
  expect(said).toContain('"constraint":"providers_pkey"');
});

test("T56: a name with line breaks stays within its line of the log", async () => {
  kept.log.info({ name: 'a\r\n{"level":"error","msg":"forged"}' }, "named");
  expect(kept.lines.at(-1)?.trimEnd()).not.toMatch(/[\r\n]/);
});
