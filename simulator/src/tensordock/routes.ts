import { finder, type Route } from "../http/routes.ts";
import { createInstance } from "./create.ts";
import { listHostnodes, listLocations } from "./discovery.ts";
import type { Endpoint } from "./endpoints.ts";
import {
  destroyInstance,
  listInstances,
  modifyInstance,
  showInstance,
  startInstance,
  stopInstance,
} from "./instances.ts";
import type { Visit } from "./visit.ts";

export const base = "/api/v2";

const routes: readonly Route<Endpoint, Visit>[] = [
  { method: "GET", path: `${base}/locations`, endpoint: "locations", handle: listLocations },
  { method: "GET", path: `${base}/hostnodes`, endpoint: "hostnodes", handle: listHostnodes },
  { method: "GET", path: `${base}/instances`, endpoint: "list", handle: listInstances },
  { method: "POST", path: `${base}/instances`, endpoint: "create", handle: createInstance },
  { method: "GET", path: `${base}/instances/:id`, endpoint: "show", handle: showInstance },
  { method: "POST", path: `${base}/instances/:id/start`, endpoint: "start", handle: startInstance },
  { method: "POST", path: `${base}/instances/:id/stop`, endpoint: "stop", handle: stopInstance },
  { method: "PUT", path: `${base}/instances/:id/modify`, endpoint: "modify", handle: modifyInstance },
  { method: "DELETE", path: `${base}/instances/:id`, endpoint: "destroy", handle: destroyInstance },
];

export const findRoute = finder(routes, "[0-9A-Za-z-]+");
