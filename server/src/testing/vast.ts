import { makeVast } from "../providers/vast/vast.ts";
import type { Candidate } from "./stage.ts";

/** Vast.ai's adapter, and what the simulator calls its parts. */
export const vastCandidate: Candidate = {
  provider: "vast",
  make: makeVast,
  endpoints: {
    listOffers: "search",
    create: "create",
    findInstance: "show",
    listInstances: "list",
    destroy: "destroy",
  },
  readySeconds: 3_600,
  goneSeconds: 900,
};
