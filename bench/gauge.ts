// Loaded into every server that is measured, ahead of its own code: it answers, over the channel to
// the bench, what the process has used. The process reads that of itself, so it is exact, and the
// same for all.
import { queryObjects, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

// What every generator there is inherits from, in the form in which the engine is asked how many there are.
const madeBy = (prototype: object) =>
  Object.assign(function () {}, { prototype }) as unknown as new () => unknown;
const generator = madeBy(Object.getPrototypeOf(function* () {}.prototype) as object);
const asyncGenerator = madeBy(Object.getPrototypeOf(async function* () {}.prototype) as object);

function count(constructor: new () => unknown): number {
  return queryObjects(constructor, { format: "count" });
}

/** What is alive in the process that could be left behind: by its kind, how many. */
function alive(): Record<string, number> {
  const counts: Record<string, number> = {
    generators: count(generator) + count(asyncGenerator),
    "abort signals": count(AbortSignal),
  };
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

process.on("message", (message: { read?: "cpu" | "memory" | "alive" }) => {
  if (!message.read) return;
  if (message.read === "memory") {
    collectGarbage();
    collectGarbage();
  }
  const { user, system } = process.cpuUsage();
  process.send?.({
    cpuMs: (user + system) / 1000,
    rssBytes: process.memoryUsage.rss(),
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    alive: message.read === "alive" ? alive() : {},
  });
});
// It must not keep alive what would end, nor end what would live.
process.channel?.unref();
