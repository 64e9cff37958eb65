import type { Call } from "../http/exchange.ts";
import { gpuNames, metricsCurrent, metricsHistory, metricsLocations } from "./metrics.ts";
import { searchByBody, searchByColumns, searchByQuery } from "./search-routes.ts";
import { currentUser } from "./user.ts";
import type { Route } from "./visit.ts";

const routes: readonly Route[] = [
  { method: "POST", path: "/api/v0/bundles", endpoint: "search", handle: searchByBody, open: true },
  { method: "GET", path: "/api/v0/bundles", endpoint: "search", handle: searchByQuery, open: true },
  { method: "PUT", path: "/api/v0/search/asks", endpoint: "search", handle: searchByColumns, open: true },
  { method: "GET", path: "/api/v0/gpu_names/unique", endpoint: "gpu-names", handle: gpuNames, open: true },
  { method: "GET", path: "/api/v0/metrics/gpu/current", endpoint: "metrics", handle: metricsCurrent },
  { method: "GET", path: "/api/v0/metrics/gpu/history", endpoint: "metrics", handle: metricsHistory },
  { method: "GET", path: "/api/v0/metrics/gpu/locations", endpoint: "metrics", handle: metricsLocations },
  { method: "GET", path: "/api/v0/users/current", endpoint: "user", handle: currentUser },
];

const compiled = routes.map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replaceAll(":id", "(\\d+)")}$`),
}));

export function findRoute({ method, path }: Call): { route: Route; params: readonly string[] } | undefined {
  for (const { route, pattern } of compiled) {
    const match = route.method === method ? pattern.exec(path) : null;
    if (match) return { route, params: match.slice(1) };
  }
  return undefined;
}
