import type { Sql } from "../platform/db/database.ts";
import { registry } from "../platform/metrics.ts";
import { type Route, sendJson } from "./route.ts";

/** Is the process alive; can it serve; what has it counted. */
export function healthRoutes(options: {
  sql: Sql;
  isDraining: () => boolean;
  isReady: () => boolean;
  /** Without a token the metrics are only told to the machine itself. */
  metricsToken: string | undefined;
}): Route[] {
  return [
    { path: "/healthz", answer: (_request, response) => sendJson(response, 200, { status: "alive" }) },
    {
      path: "/readyz",
      answer: async (_request, response) => {
        if (options.isDraining()) return sendJson(response, 503, { status: "draining" });
        try {
          await options.sql`select 1 from events_forgotten`;
          if (!options.isReady()) return sendJson(response, 503, { status: "looking at machines" });
          sendJson(response, 200, { status: "ready" });
        } catch {
          sendJson(response, 503, { status: "database away" });
        }
      },
    },
    {
      path: "/metrics",
      answer: async (request, response) => {
        const token = options.metricsToken;
        const address = request.socket.remoteAddress ?? "";
        const local = address === "127.0.0.1" || address === "::1" || address === "::ffff:127.0.0.1";
        const allowed = token ? request.headers.authorization === `Bearer ${token}` : local;
        if (!allowed) return sendJson(response, 404, { errors: [{ message: "There is nothing here." }] });
        response.setHeader("content-type", registry.contentType);
        response.writeHead(200).end(await registry.metrics());
      },
    },
  ];
}
