// What partners install, as npm takes it: the typed client, compiled and with its types, and the command line as one
// file. Both lie in dist/ afterwards, for a registry of one's own or for `npm install FILE`.
import { relative } from "node:path";
import { runCommand } from "./plain-failure.ts";
import { packAll } from "./packing/pack.ts";
import { root } from "./check/tool.ts";

await runCommand(async () => {
  for (const file of await packAll(`${root}/dist`)) console.log(relative(process.cwd(), file));
});
