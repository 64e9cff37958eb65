import { holdToContract } from "../provider.contract.ts";
import { makeVast } from "./vast.ts";

holdToContract({
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
});
