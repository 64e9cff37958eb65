// Loaded into every server that is measured, ahead of its own code: it answers, over the channel to
// the bench, what the process has used. The process reads that of itself, so it is exact, and the
// same for all.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

process.on("message", (message: { read?: "cpu" | "memory" }) => {
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
  });
});
// It must not keep alive what would end, nor end what would live.
process.channel?.unref();
