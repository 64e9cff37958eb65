import { parseArgs } from "node:util";
import { startDouble, usualOptions } from "./double.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "4200" },
    "bot-token": { type: "string", default: usualOptions.botToken },
    "app-token": { type: "string", default: usualOptions.appToken },
    "events-url": { type: "string" },
    "signing-secret": { type: "string", default: "signing-secret-of-the-double" },
    keep: { type: "string" },
  },
});

const double = await startDouble({
  port: Number(values.port),
  botToken: values["bot-token"],
  appToken: values["app-token"],
  endpoint: values["events-url"]
    ? { url: values["events-url"], signingSecret: values["signing-secret"] }
    : null,
  keep: values.keep ?? null,
});
console.log(`A Slack to try things in is on ${double.url}`);

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => void double.close().finally(() => process.exit(0)));
}
