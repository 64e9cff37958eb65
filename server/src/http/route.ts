import type { IncomingMessage, ServerResponse } from "node:http";
import { JSON_TYPE } from "./media-type.ts";

/** A path beside the graph's that a domain answers. It knows HTTP and nothing of GraphQL. */
export interface Route {
  path: string;
  answer(request: IncomingMessage, response: ServerResponse): Promise<void> | void;
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.setHeader("content-type", JSON_TYPE);
  response.writeHead(status).end(JSON.stringify(value));
}

export function toHeaders(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  return headers;
}
