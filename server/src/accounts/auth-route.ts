import type { IncomingMessage, ServerResponse } from "node:http";
import { BodyTooLarge, readBody } from "../http/body.ts";
import { type Route, sendJson, toHeaders } from "../http/route.ts";
import { ADDRESS_HEADER, type Auth, AUTH_PATH } from "./auth.ts";
import { clientAddress } from "./client-address.ts";

// What of the library is open to the outside. Everything it can do that is not here (changing
// people, listing their sign-ins, linking other doors) is not to be had by HTTP.
const open: ReadonlySet<string> = new Set([
  "POST /sign-up/email",
  "POST /sign-in/email",
  "POST /sign-in/magic-link",
  "GET /magic-link/verify",
  "POST /send-verification-email",
  "GET /verify-email",
  "POST /sign-in/social",
  "GET /callback/oidc",
  "POST /sign-out",
  "POST /change-password",
  "POST /request-password-reset",
  "POST /reset-password",
]);

const MOST_BYTES = 10_000;

export function authRoute(auth: Auth): Route {
  return { path: AUTH_PATH, answer: (request, response) => answer(auth, request, response) };
}

async function answer(auth: Auth, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", auth.origin);
  const path = url.pathname.slice(AUTH_PATH.length);
  const method = request.method ?? "GET";
  if (`${method} ${path}` === "GET /ways") return sendJson(response, 200, auth.ways());
  if (!open.has(`${method} ${path}`))
    return sendJson(response, 404, { code: "NOT_FOUND", message: "There is nothing here." });

  let body: string | null = null;
  try {
    if (method === "POST" && hasBody(request)) body = JSON.stringify(await readBody(request, MOST_BYTES));
  } catch (error) {
    const status = error instanceof BodyTooLarge ? 413 : 400;
    return sendJson(response, status, {
      code: "BAD_REQUEST",
      message: "The body is not JSON that could be read.",
    });
  }
  const { result, unavailable } = await auth.handle(toWebRequest(request, url, body));
  if (unavailable) {
    response.setHeader("retry-after", "1");
    return sendJson(response, 503, {
      code: "UNAVAILABLE",
      message: "Berth cannot reach its database at the moment. Nothing is lost; try again shortly.",
    });
  }
  await send(response, result);
}

function hasBody({ headers }: IncomingMessage): boolean {
  return Number(headers["content-length"] ?? 0) > 0 || headers["transfer-encoding"] !== undefined;
}

/** Under our own address, whatever name the client called us by. */
function toWebRequest(request: IncomingMessage, url: URL, body: string | null): Request {
  const headers = toHeaders(request);
  headers.delete("content-length");
  headers.delete("transfer-encoding");
  headers.set(
    ADDRESS_HEADER,
    clientAddress(headers.get("x-forwarded-for") ?? undefined, request.socket.remoteAddress),
  );
  return new Request(url, { method: request.method ?? "GET", headers, body });
}

/** What was set before stays, unless the answer itself says otherwise. */
async function send(response: ServerResponse, answer: Response): Promise<void> {
  for (const [name, value] of answer.headers) {
    if (name !== "set-cookie") response.setHeader(name, value);
  }
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) response.setHeader("set-cookie", cookies);
  const retryAfter = answer.headers.get("x-retry-after");
  if (retryAfter) response.setHeader("retry-after", retryAfter);
  const body = Buffer.from(await answer.arrayBuffer());
  response.removeHeader("content-length");
  response.writeHead(answer.status).end(body);
}
