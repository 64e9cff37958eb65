import { readFileSync } from "node:fs";
import { open } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { LRUCache } from "lru-cache";
import { BodyTooLarge, readBody } from "../http/body.ts";
import { type Route, sendJson } from "../http/route.ts";
import type { Ctx } from "../platform/context.ts";
import { isUnavailable } from "../platform/db/errors.ts";
import { hearAgent, sessionOf } from "./heartbeat.ts";
import { heartbeat } from "./rules/vitals.ts";

const PATH = "/agent";
const MOST_BYTES = 32 * 1024;
/** A hundred megabytes each time: enough for a machine that is begun again, and for its next in line. */
const NODES_A_SESSION = 5;

/** A program that runs agents, and on which machines it does, as `uname -m` calls them. */
export interface NodeProgram {
  file: string;
  machine: string;
}

/**
 * What machines ask of Berth: the agent's one file, something to run it with, and to be heard. It stands beside the API
 * because a machine is no reader of it: its token opens this and nothing else.
 */
export function agentRoute(
  makeCtx: () => Ctx,
  agentFile: string | undefined,
  node: NodeProgram | null = null,
): Route {
  // Read once, so that every machine of this process gets the same.
  const program = agentFile === undefined ? null : readFileSync(agentFile);
  const nodesOf = new LRUCache<string, number>({ max: 10_000 });
  return {
    path: PATH,
    answer: async (request, response) => {
      const [path, asked] = (request.url ?? "").split("?");
      if (path === `${PATH}/berth-agent.mjs` && request.method === "GET" && program) {
        response.setHeader("content-type", "text/javascript; charset=utf-8");
        response.writeHead(200).end(program);
      } else if (path === `${PATH}/heartbeat` && request.method === "POST") {
        await answerHeartbeat(makeCtx(), request, response);
      } else if (path === `${PATH}/node` && request.method === "GET" && node) {
        if (new URLSearchParams(asked).get("machine") !== node.machine)
          return sendJson(response, 404, { message: `What there is runs on ${node.machine}.` });
        const id = await sessionOf(makeCtx(), tokenOf(request));
        if (id === null) return sendJson(response, 401, { message: "This token speaks for no session." });
        const times = nodesOf.get(id) ?? 0;
        if (times >= NODES_A_SESSION) return sendJson(response, 429, { message: "That was often enough." });
        nodesOf.set(id, times + 1);
        await sendFile(response, node.file);
      } else sendJson(response, 404, { message: "There is nothing here." });
    },
  };
}

function tokenOf(request: IncomingMessage): string {
  const [scheme = "", token = ""] = (request.headers.authorization ?? "").split(" ");
  return scheme.toLowerCase() === "bearer" ? token : "";
}

async function sendFile(response: ServerResponse, path: string): Promise<void> {
  const file = await open(path);
  const { size } = await file.stat();
  response.setHeader("content-type", "application/octet-stream");
  response.setHeader("content-length", String(size));
  // Whoever goes away meanwhile has not got it, and asks again.
  await pipeline(file.createReadStream(), response).catch(() => response.destroy());
}

async function answerHeartbeat(ctx: Ctx, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body: unknown;
  try {
    body = await readBody(request, MOST_BYTES);
  } catch (error) {
    return sendJson(response, error instanceof BodyTooLarge ? 413 : 400, { message: "Not a heartbeat." });
  }
  const beat = heartbeat.safeParse(body);
  if (!beat.success) return sendJson(response, 400, { message: "Not a heartbeat." });
  try {
    const heard = await hearAgent(ctx, tokenOf(request), beat.data);
    // An agent that is told this knows that its session is over, and ends its machine.
    if (!heard) return sendJson(response, 401, { message: "This token speaks for no session.", over: true });
    sendJson(response, 200, heard.lease);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    response.setHeader("retry-after", "5");
    sendJson(response, 503, { message: "Berth cannot reach its database at the moment." });
  }
}
