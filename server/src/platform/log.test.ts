import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import { expect, test } from "vitest";

// Writes two lines to a log that is its standard output, then says how many of them were lost, and ends.
const program = `
  const { makeLog } = await import(${JSON.stringify(import.meta.resolve("./log.ts"))});
  const { metrics } = await import(${JSON.stringify(import.meta.resolve("./metrics.ts"))});
  const log = makeLog("info");
  log.info("one");
  await new Promise(setImmediate);
  log.info("two");
  await new Promise(setImmediate);
  const { values } = await metrics.logLinesLost.get();
  process.stderr.write(String(values[0].value), () => process.exit(7));
`;

test.skipIf(!existsSync("/dev/full"))(
  "G46: a log whose disk is full loses its lines, and holds up nobody",
  async () => {
    const writing = spawn(process.execPath, ["--input-type=module", "--eval", program], {
      stdio: ["ignore", openSync("/dev/full", "w"), "pipe"],
      timeout: 30_000,
    });
    let said = "";
    writing.stderr?.on("data", (data: Buffer) => (said += data.toString()));
    expect(await once(writing, "close")).toEqual([7, null]);
    expect(said).toBe("2");
  },
);
