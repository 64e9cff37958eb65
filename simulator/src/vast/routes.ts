import { finder, type Route } from "../http/routes.ts";
import { charges } from "./charges.ts";
import { createInstance } from "./create.ts";
import { listInstances, pageInstances } from "./instance-lists.ts";
import {
  bidOnInstance,
  destroyInstance,
  destroyInstances,
  manageInstance,
  manageInstances,
  rebootInstance,
  recycleInstance,
  showInstance,
} from "./instances.ts";
import { gpuNames, metricsCurrent, metricsHistory, metricsLocations } from "./metrics.ts";
import { searchByBody, searchByColumns, searchByQuery } from "./search-routes.ts";
import {
  accountSshKeys,
  addAccountSshKey,
  attachSshKey,
  detachSshKey,
  instanceSshKeys,
  removeAccountSshKey,
} from "./ssh-keys.ts";
import { listTemplates } from "./templates.ts";
import { currentUser } from "./user.ts";
import type { Endpoint } from "./endpoints.ts";
import type { Visit } from "./visit.ts";

const routes: readonly Route<Endpoint, Visit>[] = [
  { method: "POST", path: "/api/v0/bundles", endpoint: "search", handle: searchByBody, open: true },
  { method: "GET", path: "/api/v0/bundles", endpoint: "search", handle: searchByQuery, open: true },
  { method: "PUT", path: "/api/v0/search/asks", endpoint: "search", handle: searchByColumns, open: true },
  { method: "GET", path: "/api/v0/gpu_names/unique", endpoint: "gpu-names", handle: gpuNames, open: true },
  { method: "GET", path: "/api/v0/metrics/gpu/current", endpoint: "metrics", handle: metricsCurrent },
  { method: "GET", path: "/api/v0/metrics/gpu/history", endpoint: "metrics", handle: metricsHistory },
  { method: "GET", path: "/api/v0/metrics/gpu/locations", endpoint: "metrics", handle: metricsLocations },
  { method: "GET", path: "/api/v0/users/current", endpoint: "user", handle: currentUser },
  { method: "GET", path: "/api/v0/charges", endpoint: "charges", handle: charges },
  { method: "GET", path: "/api/v0/template", endpoint: "templates", handle: listTemplates },

  { method: "PUT", path: "/api/v0/asks/:id", endpoint: "create", handle: createInstance, changes: true },
  { method: "GET", path: "/api/v0/instances", endpoint: "list", handle: listInstances },
  { method: "GET", path: "/api/v1/instances", endpoint: "list", handle: pageInstances },
  { method: "GET", path: "/api/v0/instances/:id", endpoint: "show", handle: showInstance },
  { method: "PUT", path: "/api/v0/instances/:id", endpoint: "manage", handle: manageInstance, changes: true },
  {
    method: "PUT",
    path: "/api/v0/instances",
    endpoint: "start-many",
    handle: manageInstances,
    changes: true,
  },
  {
    method: "PUT",
    path: "/api/v0/instances/reboot/:id",
    endpoint: "reboot",
    handle: rebootInstance,
    changes: true,
  },
  {
    method: "PUT",
    path: "/api/v0/instances/recycle/:id",
    endpoint: "reboot",
    handle: recycleInstance,
    changes: true,
  },
  {
    method: "PUT",
    path: "/api/v0/instances/bid_price/:id",
    endpoint: "bid",
    handle: bidOnInstance,
    changes: true,
  },
  {
    method: "DELETE",
    path: "/api/v0/instances/:id",
    endpoint: "destroy",
    handle: destroyInstance,
    changes: true,
  },
  {
    method: "DELETE",
    path: "/api/v0/instances",
    endpoint: "destroy",
    handle: destroyInstances,
    changes: true,
  },

  {
    method: "POST",
    path: "/api/v0/instances/:id/ssh",
    endpoint: "ssh-attach",
    handle: attachSshKey,
    changes: true,
  },
  { method: "GET", path: "/api/v0/instances/:id/ssh", endpoint: "ssh-read", handle: instanceSshKeys },
  {
    method: "DELETE",
    path: "/api/v0/instances/:id/ssh/:id",
    endpoint: "ssh-detach",
    handle: detachSshKey,
    changes: true,
  },
  { method: "GET", path: "/api/v0/ssh", endpoint: "ssh-read", handle: accountSshKeys },
  { method: "POST", path: "/api/v0/ssh", endpoint: "account-keys", handle: addAccountSshKey, changes: true },
  {
    method: "DELETE",
    path: "/api/v0/ssh/:id",
    endpoint: "account-keys",
    handle: removeAccountSshKey,
    changes: true,
  },
];

export const findRoute = finder(routes, "\\d+");
