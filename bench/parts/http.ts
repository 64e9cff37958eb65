import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { PlainFailure } from "../../scripts/plain-failure.ts";
import { startBerth } from "../berth.ts";
import type { Ground } from "../ground.ts";
import { startHttpLoad } from "../load.ts";
import { type Measured, startMeasured } from "../measured.ts";
import { median, percentile } from "../numbers.ts";
import { COUNTED_PRICE, HIGHEST_PRICE, pathOf, queryOf, type Shape, shapes } from "../question.ts";
import { type Aim, round, type Section } from "../table.ts";

// The same page of offers from five servers. Each has the core for itself while it is asked; what
// counts is the processor time that a request took, which a busy neighbour disturbs least.

const CONNECTIONS = 16;
/** Short and many: a machine that others disturb is at times twice as slow, and all should meet as much of that. */
const TURNS = 12;
const SECONDS = 0.4;
/** Until the compiler has seen the code often enough. */
const WARM_UP = { answers: 2_500, seconds: 8 };

type Subject = { name: string; server: Measured; request: (shape: Shape) => string };
type Figures = { cpuUs: number; p50: number; p99: number };

export async function benchHttp(ground: Ground): Promise<{ sections: Section[]; aims: Aim[] }> {
  const subjects = await startSubjects(ground);
  const load = startHttpLoad();
  const all = new Map<string, Figures[]>();
  try {
    await refuseDifferentAnswers(subjects);
    for (let number = 0; number <= TURNS; number++) {
      ground.say(number === 0 ? "HTTP: warming up" : `HTTP: turn ${number} of ${TURNS}`);
      for (const shape of shapes) {
        for (const { name, server, request } of subjects) {
          const before = await server.cpuMs();
          const { answered, latenciesMs, failures } = await load.do({
            port: server.port,
            request: request(shape),
            connections: CONNECTIONS,
            seconds: SECONDS,
            ...(number === 0 && WARM_UP),
          });
          if (failures.length > 0) throw new PlainFailure(`${name}: ${failures[0]}`);
          const cpuUs = (((await server.cpuMs()) - before) * 1000) / answered;
          const figures = { cpuUs, p50: percentile(latenciesMs, 50), p99: percentile(latenciesMs, 99) };
          const key = keyOf(shape, name);
          if (number > 0) all.set(key, [...(all.get(key) ?? []), figures]);
        }
      }
    }
  } finally {
    load.stop();
    for (const { server } of subjects) await server.stop();
  }
  const middle = (shape: Shape, name: string) => middleOf(all.get(keyOf(shape, name)) ?? []);
  return { sections: [toSection(subjects, middle)], aims: toAims(middle) };
}

const BERTH_SHARED = "Berth, everybody asks the same";
const BERTH = "Berth, every question another";
const APOLLO = "Apollo Server as it comes";
const FASTIFY = "Fastify and SQL by hand";
const BARE = "node:http and SQL by hand";

async function startSubjects({ database, tenants, folder }: Ground): Promise<Subject[]> {
  const key = tenants.keys[0] ?? "";
  const rival = (name: string) =>
    startMeasured(
      {
        name,
        args: [join(import.meta.dirname, `../rivals/${name}.ts`)],
        env: { DATABASE_URL: database.url },
      },
      folder,
    );
  const berth = await startBerth(database.url, folder);
  const apollo = await rival("default-apollo");
  const fastify = await rival("fastify");
  const bare = await rival("bare-http");
  return [
    { name: BERTH_SHARED, server: berth, request: (shape) => post(shape, HIGHEST_PRICE, key) },
    { name: BERTH, server: berth, request: (shape) => post(shape, COUNTED_PRICE, key) },
    { name: APOLLO, server: apollo, request: (shape) => post(shape, HIGHEST_PRICE) },
    { name: FASTIFY, server: fastify, request: get },
    { name: BARE, server: bare, request: get },
  ];
}

export function post(shape: Shape, max: string, key?: string): string {
  const body = JSON.stringify({ query: queryOf(shape), variables: { first: shape.first, max } });
  const authorization = key ? `Authorization: Bearer ${key}\r\n` : "";
  return (
    `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n${authorization}` +
    `Content-Length: ${body.length}\r\n\r\n${body}`
  );
}

function get(shape: Shape): string {
  return `GET ${pathOf(shape)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`;
}

type Answer = { data?: { offers: { nodes: unknown } }; offers?: unknown };

/** Ratios between servers that say different things would be worth nothing. */
async function refuseDifferentAnswers(subjects: readonly Subject[]): Promise<void> {
  for (const shape of shapes) {
    const answers: unknown[] = [];
    for (const { name, server, request } of subjects) {
      const [head = "", body] = request(shape).replaceAll("#", "0").split("\r\n\r\n");
      const [start = "", ...lines] = head.split("\r\n");
      const [method = "", path = ""] = start.split(" ");
      const headers = lines.map((line) => line.split(": ") as [string, string]);
      const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
        method,
        headers: headers.filter(([field]) => !["Host", "Content-Length"].includes(field)),
        ...(body && { body }),
      });
      const text = await response.text();
      const { data, offers } = JSON.parse(text) as Answer;
      const page = data?.offers.nodes ?? offers;
      if (!Array.isArray(page) || page.length !== shape.first)
        throw new PlainFailure(`${name} answered ${text}`);
      answers.push(page);
    }
    if (!answers.every((answer) => isDeepStrictEqual(answer, answers[0]))) {
      throw new PlainFailure(`The servers give different answers for ${shape.name}.`);
    }
  }
}

function toSection(subjects: readonly Subject[], middle: (shape: Shape, name: string) => Figures): Section {
  const lines = shapes.flatMap((shape) => [
    [shape.name],
    ...subjects.map(({ name }) => {
      const { cpuUs, p50, p99 } = middle(shape, name);
      return [
        name,
        round(cpuUs),
        round(1_000_000 / cpuUs),
        round(middle(shape, APOLLO).cpuUs / cpuUs),
        round(middle(shape, FASTIFY).cpuUs / cpuUs),
        round(p50),
        round(p99),
      ];
    }),
  ]);
  return {
    title: `Offers over HTTP, ${CONNECTIONS} connections, ${TURNS} turns`,
    columns: ["", "CPU µs", "per s and core", "× Apollo", "× Fastify", "p50 ms", "p99 ms"],
    lines,
  };
}

function toAims(middle: (shape: Shape, name: string) => Figures): Aim[] {
  const least = [2.7, 2.2, 3.5];
  const aims = shapes.map((shape, at) => ({
    what: `${shape.name}: each question another, against Apollo Server as it comes`,
    measured: middle(shape, APOLLO).cpuUs / middle(shape, BERTH).cpuUs,
    aim: least[at] ?? 0,
    unit: "×",
  }));
  const hot = shapes.map((shape) => ({
    what: `${shape.name}: the hot list, against Fastify and SQL by hand`,
    measured: middle(shape, FASTIFY).cpuUs / middle(shape, BERTH_SHARED).cpuUs,
    aim: 1,
    unit: "×",
  }));
  return [...aims, ...hot];
}

function middleOf(figures: readonly Figures[]): Figures {
  return {
    cpuUs: median(figures.map((one) => one.cpuUs)),
    p50: median(figures.map((one) => one.p50)),
    p99: median(figures.map((one) => one.p99)),
  };
}

function keyOf(shape: Shape, name: string): string {
  return `${shape.name} ${name}`;
}
