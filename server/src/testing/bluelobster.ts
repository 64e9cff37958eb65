import { makeBlueLobster } from "../providers/bluelobster/bluelobster.ts";
import type { Candidate } from "./stage.ts";

export const blueLobsterCandidate: Candidate = {
  provider: "bluelobster",
  make: (options) => makeBlueLobster({ ...options, url: `${options.url}/bluelobster` }),
  flags: ["--bluelobster-key", "key-of-the-test"],
  endpoints: {
    listOffers: "search",
    create: "create",
    // What is there is said by the list.
    findInstance: "list",
    listInstances: "list",
    destroy: "destroy",
  },
  readySeconds: 120,
  goneSeconds: 900,
};
