import type { Answer, Call } from "./exchange.ts";

/** A route of a dialect: which calls it answers, and how. */
export interface Route<Endpoint extends string, Visit> {
  method: string;
  /** ":id" stands for whatever the dialect's ids look like. */
  path: string;
  endpoint: Endpoint;
  handle: (visit: Visit) => Answer;
  /** Answers without a key. */
  open?: boolean;
  /** Closed to keys that may only read. */
  changes?: boolean;
}

interface Found<R> {
  route: R;
  params: readonly string[];
}

/** Finds the route for a call, and the ids in its path. */
export function finder<R extends { method: string; path: string }>(
  routes: readonly R[],
  idPattern: string,
): (call: Pick<Call, "method" | "path">) => Found<R> | undefined {
  const compiled = routes.map((route) => ({
    route,
    pattern: new RegExp(`^${route.path.replaceAll(":id", `(${idPattern})`)}$`),
  }));
  return ({ method, path }) => {
    for (const { route, pattern } of compiled) {
      const match = route.method === method ? pattern.exec(path) : null;
      if (match) return { route, params: match.slice(1) };
    }
    return undefined;
  };
}
