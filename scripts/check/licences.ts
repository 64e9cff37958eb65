import { findInstalled } from "./licences/installed.ts";
import { licenceBreaches } from "./licences/judge.ts";
import type { Exception } from "./licences/judge.ts";
import type { Step } from "./step.ts";
import { outcomeOf } from "./step.ts";
import { root } from "./tool.ts";

const exceptions: Exception[] = [
  {
    name: "argparse",
    licence: "PSF-2.0",
    shipped: true,
    why: "Python’s own licence, as permissive as MIT. It reads the arguments of a program that we do not run.",
  },
  {
    name: "caniuse-lite",
    licence: "CC-BY-4.0",
    shipped: true,
    why: "A table of facts about browsers, whose only condition is to name its source.",
  },
  {
    name: "url-template",
    licence: "BSD",
    shipped: true,
    why: "Its licence file is BSD-3-Clause; its manifest does not say which BSD.",
  },
  {
    name: "axe-core",
    licence: "MPL-2.0",
    shipped: false,
    why: "Runs inside the browser of our own tests, unchanged.",
  },
  {
    name: "lightningcss*",
    licence: "MPL-2.0",
    shipped: false,
    why: "Compiles our style sheets, unchanged; nothing of it is in what it writes.",
  },
];

// The manifests on disk are asked, not a registry: what is installed is what is shipped.
export const licences: Step = {
  name: "licences",
  run() {
    return Promise.resolve(outcomeOf(licenceBreaches(findInstalled(root), exceptions)));
  },
};
