import { makeTensorDock } from "../providers/tensordock/tensordock.ts";
import type { Candidate } from "./stage.ts";

/** TensorDock's adapter, and what the simulator calls its parts. */
export const tensorDockCandidate: Candidate = {
  provider: "tensordock",
  make: makeTensorDock,
  flags: ["--tensordock-key", "key-of-the-test"],
  endpoints: {
    listOffers: "locations",
    create: "create",
    findInstance: "show",
    listInstances: "list",
    destroy: "destroy",
  },
  readySeconds: 300,
  goneSeconds: 900,
};
