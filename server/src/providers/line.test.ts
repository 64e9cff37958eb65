import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { makeLog } from "../platform/log.ts";
import { metrics } from "../platform/metrics.ts";
import { keepLog } from "../testing/heard.ts";
import { HurriedClock } from "../testing/hurried-clock.ts";
import { type ScriptedAnswer, type ScriptedHttp, scriptHttp } from "../testing/scripted-http.ts";
import type { Reply } from "./ask.ts";
import { judgeStatus, understand } from "./judge.ts";
import { type Call, Line, type LineOptions, type Patience } from "./line.ts";
import { failedCreation, ProviderFailure } from "./provider.ts";

let server: ScriptedHttp;
beforeAll(async () => {
  server = await scriptHttp();
});
afterAll(() => server?.close());
beforeEach(() => void server.asked.splice(0));

const KEY = "key-that-nobody-may-see";
const never = new AbortController().signal;
const call: Call<"show" | "list"> = { endpoint: "show", method: "GET", path: "/machines/1", headers: {} };

function line(patience: Partial<Patience> = {}, options: Partial<LineOptions<"show" | "list">> = {}) {
  return new Line({
    provider: "cloud",
    url: server.url,
    secret: KEY,
    clock: new HurriedClock(),
    log: makeLog("silent"),
    paces: { show: { everyMs: 2_000 }, list: { everyMs: 1_000 } },
    judge: (reply) => judgeStatus("cloud", reply),
    patience: { firstDelayMs: 1, maxDelayMs: 2, ...patience },
    ...options,
  });
}

const body = (reply: Reply) => reply.body;

async function failureOf(asking: Promise<unknown>): Promise<ProviderFailure> {
  const failure = await asking.then(
    () => new Error("it went well"),
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(ProviderFailure);
  return failure as ProviderFailure;
}

const tooMany: ScriptedAnswer = { status: 429, text: "API requests too frequent endpoint threshold=4.5*1.0" };
const fine: ScriptedAnswer = { body: { ok: true } };

describe("a read", () => {
  test("is tried again after what passes, with the pause that was asked for", async () => {
    const clock = new HurriedClock();
    server.answer(tooMany, { status: 503, text: "busy" }, fine);
    expect(await line({}, { clock }).read(call, never, body)).toEqual({ ok: true });
    expect(server.asked).toHaveLength(3);
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(4_500 + 2_000);
  });

  test("is not tried again after what does not pass", async () => {
    server.answer({ status: 403, body: { error: "no" } });
    expect(await failureOf(line().read(call, never, body))).toMatchObject({ kind: "unauthorised" });
    expect(server.asked).toHaveLength(1);
  });

  test("T6: a burst of 401 is sat out where a provider is known for it", async () => {
    const patient = line({ attempts: 10, passing: ["flaky", "rate-limited", "unauthorised"] });
    server.answer(...Array.from({ length: 8 }, (): ScriptedAnswer => ({ status: 401, body: {} })), fine);
    expect(await patient.read(call, never, body)).toEqual({ ok: true });
  });

  test("a pause too long to sit out is told and not waited for", async () => {
    server.answer({ status: 429, text: "slow down", headers: { "retry-after": "120" } });
    expect(await failureOf(line().read(call, never, body))).toMatchObject({
      kind: "rate-limited",
      retryAfterMs: 120_000,
    });
    expect(server.asked).toHaveLength(1);
  });

  test("a provider that keeps failing is left in peace, at that endpoint alone", async () => {
    const one = line({ breaksAfter: 3 });
    server.answer({ status: 502, text: "Bad Gateway" });
    await failureOf(one.read(call, never, body));
    const asked = server.asked.length;
    const failure = await failureOf(one.read(call, never, body));
    expect(failure).toMatchObject({ kind: "flaky", mayBeDone: false });
    expect(failure.message).toContain("left in peace");
    expect(server.asked).toHaveLength(asked);
    server.answer(fine);
    expect(await one.read({ ...call, endpoint: "list" }, never, body)).toEqual({ ok: true });
  });

  test("one who is called away asks nothing more", async () => {
    server.answer("hang");
    expect(await failureOf(line().read(call, AbortSignal.timeout(50), body))).toMatchObject({
      kind: "flaky",
    });
    expect(server.asked).toHaveLength(1);
    expect(await failureOf(line().read(call, AbortSignal.abort(), body))).toMatchObject({ mayBeDone: false });
    expect(server.asked).toHaveLength(1);
  });
});

describe("V14: what changes something is asked once, and it is told whether it may have been done", () => {
  const create: Call<"show"> = { ...call, endpoint: "show", method: "PUT", body: { label: "x" } };
  const outcomes: [name: string, answer: ScriptedAnswer, outcome: "unknown" | "refused"][] = [
    ["a connection that breaks", "cut", "unknown"],
    ["no answer in time", "hang", "unknown"],
    ["a 500", { status: 500, text: "Internal Server Error" }, "unknown"],
    ["a page instead of an answer", { text: "<html>" }, "unknown"],
    ["half an answer", { text: '{"new_contr' }, "unknown"],
    ["a refusal to be asked so often", tooMany, "refused"],
    ["a key that is refused", { status: 401, body: {} }, "refused"],
    ["a thing that is not there", { status: 404, body: { error: "no such ask" } }, "refused"],
    ["a 404 of somebody on the way", { status: 404, text: "<html>nginx</html>" }, "unknown"],
  ];
  test.each(outcomes)("after %s", async (_name, answer, outcome) => {
    server.answer(answer);
    const failure = await failureOf(line().act({ ...create, timeoutMs: 100 }, never, body));
    expect(failedCreation(failure)).toEqual({ outcome, failure });
    expect(server.asked).toHaveLength(1);
  });

  test("where nobody listens nothing was done", async () => {
    const nobody = await scriptHttp();
    await nobody.close();
    const failure = await failureOf(line({}, { url: nobody.url }).act(create, never, body));
    expect(failedCreation(failure).outcome).toBe("refused");
  });

  test("a body goes as JSON", async () => {
    server.answer(fine);
    await line().act(create, never, body);
    expect(server.asked[0]).toMatchObject({ method: "PUT", path: "/machines/1", body: '{"label":"x"}' });
  });
});

describe("T34: what makes no sense", () => {
  test.each<[string, ScriptedAnswer]>([
    ["a page", { text: "<!DOCTYPE html><html>" }],
    ["half of an object", { text: '{"offers":[{"id":1' }],
    ["a number that is none", { text: '{"price":NaN}' }],
    ["a redirection", { status: 302, text: "", headers: { location: "http://169.254.169.254/" } }],
    ["gigabytes", { text: "x".repeat(2_000_000) }],
  ])("%s is counted and told once in the log", async (_name, answer) => {
    const { log, lines } = keepLog();
    const before = await nonsense();
    server.answer(answer);
    const failure = await failureOf(line({}, { log }).read({ ...call, maxBytes: 1_000_000 }, never, body));
    expect(failure.kind).toBe("nonsense");
    expect((await nonsense()) - before).toBe(1);
    expect(lines).toHaveLength(1);
    expect(server.asked).toHaveLength(1);
  });

  test("a well-formed answer of no known shape, or one that trips us, is counted and told as well", async () => {
    const { log, lines } = keepLog();
    server.answer({ body: { machine: { id: 7 } } });
    const shape = z.object({ machine: z.object({ name: z.string() }) });
    const read = (reply: Reply) => understand("cloud", shape, reply.body, "a machine");
    const failure = await failureOf(line({}, { log }).read(call, never, read));
    expect(failure).toMatchObject({
      kind: "nonsense",
      message: "answered a machine of no known shape (machine.name)",
    });
    const trip = () => BigInt(0.5) as unknown;
    expect(await failureOf(line({}, { log }).act(call, never, trip))).toMatchObject({
      kind: "nonsense",
      mayBeDone: true,
    });
    expect(lines).toHaveLength(2);
  });

  test("K1: no key is in what is told of it, ours nor theirs", async () => {
    server.answer({ text: `{"hint":"${KEY}","api_key":"canary-of-theirs","email":"a@example.com` });
    const { log, lines } = keepLog();
    const failure = await failureOf(line({}, { log }).read(call, never, body));
    const said = failure.message + lines.join();
    expect(said).toContain("a@example.com");
    expect(said).not.toContain(KEY);
    expect(said).not.toContain("canary");
  });
});

async function nonsense(): Promise<number> {
  const { values } = await metrics.providerAnswers.get();
  return values.find(({ labels }) => labels.outcome === "nonsense")?.value ?? 0;
}
