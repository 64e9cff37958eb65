import type { ServerResponse } from "node:http";
import { type Route } from "../http/route.ts";
import { makeContext, type Platform } from "../platform/context.ts";
import type { Actor, Credentials } from "../values/actor.ts";
import { type Arrival, finishConnecting } from "./connect.ts";
import { readFailure } from "../platform/google/failure.ts";
import { CALLBACK, type Google } from "../platform/google/google.ts";

/** Where Google sends people back to. It leads to one page of the console, whatever the address asks for. */
export function googleRoute(options: {
  platform: Platform;
  google: Google | null;
  publicUrl: string;
  identify(credentials: Credentials): Promise<Actor>;
}): Route {
  const { platform, google, publicUrl, identify } = options;
  const lead = (response: ServerResponse, arrival: Arrival | "sign-in") => {
    const to = new URL("/settings/calendars", publicUrl);
    to.searchParams.set("google", arrival);
    response.setHeader("referrer-policy", "no-referrer");
    response.writeHead(303, { location: to.href }).end();
  };
  return {
    path: CALLBACK,
    async answer(request, response) {
      if (request.method !== "GET") {
        response.setHeader("allow", "GET");
        return void response.writeHead(405).end();
      }
      const actor = await identify(request.headers);
      if (actor.kind !== "person") return lead(response, "sign-in");
      const { searchParams } = new URL(request.url ?? "", "http://berth");
      const [state, code] = [searchParams.get("state"), searchParams.get("code")];
      if (!google || state === null || state.length > 200) return lead(response, "over");
      const ctx = makeContext(platform, actor);
      try {
        lead(response, await finishConnecting(ctx, google, actor, { state, code }));
      } catch (error) {
        ctx.log.warn({ err: readFailure(error).message }, "a calendar could not be connected");
        lead(response, "failed");
      }
    },
  };
}
