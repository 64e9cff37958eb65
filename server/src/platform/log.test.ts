import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import { DrizzleQueryError } from "drizzle-orm/errors";
import { expect, test } from "vitest";
import { makeLog } from "./log.ts";

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

const silent = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
const asked = new DrizzleQueryError("select $1", ["a secret of somebody"], silent);

test.each([
  ["by itself", asked],
  ["as the cause of another", new Error("could not be looked at", { cause: asked })],
  ["as one of several", new AggregateError([asked, new Error("another")], "could not be settled")],
])("T25: what the database was asked with is not told, where a query fails %s", (_where, err) => {
  let line = "";
  makeLog("info", { write: (text: string) => void (line = text) }).warn({ err }, "a turn ended in an error");
  expect(line).toContain("connect ECONNREFUSED");
  expect(line).not.toContain("a secret of somebody");
});
