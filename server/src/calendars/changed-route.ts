import type { Route } from "../http/route.ts";
import type { Ctx } from "../platform/context.ts";
import { CHANGED } from "../platform/google/google.ts";
import { hashOfToken } from "./channel.ts";
import { noteTold } from "./store/connections.ts";

const LONGEST = 256;

/** Where Google tells that something changed. It is believed in nothing but that: what changed is read from it anew. */
export function changedRoute(context: () => Ctx): Route {
  return {
    path: CHANGED,
    async answer(request, response) {
      // What it may have sent along is not looked at.
      request.resume();
      if (request.method !== "POST") {
        response.setHeader("allow", "POST");
        return void response.writeHead(405).end();
      }
      const [id, token] = [request.headers["x-goog-channel-id"], request.headers["x-goog-channel-token"]];
      const isKnown =
        typeof id === "string" &&
        typeof token === "string" &&
        id.length <= LONGEST &&
        token.length <= LONGEST &&
        // The first call only says that the channel is there.
        (request.headers["x-goog-resource-state"] === "sync" ||
          (await noteTold(context(), id, hashOfToken(token))));
      response.writeHead(isKnown ? 204 : 404).end();
    },
  };
}
