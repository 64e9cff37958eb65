import { finder, type Route } from "../http/routes.ts";
import { available } from "./catalogue.ts";
import type { Endpoint } from "./endpoints.ts";
import { launch } from "./launch.ts";
import { showTask } from "./tasks.ts";
import { listTemplates } from "./templates.ts";
import type { Visit } from "./visit.ts";
import { destroyInstance, listInstances, showInstance } from "./instances.ts";

export const base = "/bluelobster/api/v1";

// In this order: "available" is no instance's id.
const routes: readonly Route<Endpoint, Visit>[] = [
  { method: "GET", path: `${base}/instances/available`, endpoint: "search", handle: available },
  { method: "GET", path: `${base}/instances/templates`, endpoint: "templates", handle: listTemplates },
  { method: "POST", path: `${base}/instances/launch-instance`, endpoint: "create", handle: launch },
  { method: "GET", path: `${base}/tasks/:id`, endpoint: "task", handle: showTask },
  { method: "GET", path: `${base}/instances`, endpoint: "list", handle: listInstances },
  { method: "GET", path: `${base}/instances/:id`, endpoint: "show", handle: showInstance },
  { method: "DELETE", path: `${base}/instances/:id`, endpoint: "destroy", handle: destroyInstance },
];

export const findRoute = finder(routes, "[^/]+");
