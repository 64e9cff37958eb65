import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { BodyTooLarge, readBody } from "../http/body.ts";
import { type Route, sendJson } from "../http/route.ts";
import type { Ctx } from "../platform/context.ts";
import { isUnavailable } from "../platform/db/errors.ts";
import { hearAgent } from "./heartbeat.ts";
import { heartbeat } from "./rules/vitals.ts";

const PATH = "/agent";
const MOST_BYTES = 32 * 1024;

/**
 * What machines ask of Berth: the agent's one file, and to be heard. It stands beside the API because a
 * machine is no reader of it: its token opens this and nothing else.
 */
export function agentRoute(makeCtx: () => Ctx, agentFile: string | undefined): Route {
  // Read once, so that every machine of this process gets the same.
  const program = agentFile === undefined ? null : readFileSync(agentFile);
  return {
    path: PATH,
    answer: async (request, response) => {
      const path = (request.url ?? "").split("?")[0];
      if (path === `${PATH}/berth-agent.mjs` && request.method === "GET" && program) {
        response.setHeader("content-type", "text/javascript; charset=utf-8");
        response.writeHead(200).end(program);
      } else if (path === `${PATH}/heartbeat` && request.method === "POST") {
        await answerHeartbeat(makeCtx(), request, response);
      } else sendJson(response, 404, { message: "There is nothing here." });
    },
  };
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
  const [scheme = "", token = ""] = (request.headers.authorization ?? "").split(" ");
  try {
    const heard = scheme.toLowerCase() === "bearer" ? await hearAgent(ctx, token, beat.data) : null;
    // An agent that is told this knows that its session is over, and ends its machine.
    if (!heard) return sendJson(response, 401, { message: "This token speaks for no session." });
    sendJson(response, 200, heard.lease);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    response.setHeader("retry-after", "5");
    sendJson(response, 503, { message: "Berth cannot reach its database at the moment." });
  }
}
