import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { OffersDocument } from "@berth/client-sdk";
import { PlainFailure } from "../../scripts/plain-failure.ts";
import { root } from "../../scripts/stack/folder.ts";
import { buildProgram, startBerth } from "../berth.ts";
import { type Ground, ROUNDS } from "../ground.ts";
import { median } from "../numbers.ts";
import { type Aim, round, type Section } from "../table.ts";

// The command line as a person waits for it: what it takes beyond Node itself, `berth offers` against a
// bare program that asks the very same, and how large the files are that go out.

const RUNS = 9;
const program = join(root, "cli/dist/berth.mjs");

const BARE = `
const { BERTH_URL, BERTH_TOKEN, BERTH_QUESTION } = process.env;
const response = await fetch(BERTH_URL + "/graphql", {
  method: "POST",
  headers: { "content-type": "application/json", authorization: "Bearer " + BERTH_TOKEN },
  body: BERTH_QUESTION,
});
process.stdout.write(await response.text());
`;

export async function benchCli({
  database,
  tenants,
  folder,
  say,
}: Ground): Promise<{ sections: Section[]; aims: Aim[] }> {
  buildProgram("cli");
  buildProgram("agent");
  say("The command line: start-up, and a search");
  const server = await startBerth(database.url, folder);
  const config = mkdtempSync(join(tmpdir(), "berth-bench-cli-"));
  try {
    const env = {
      PATH: process.env["PATH"] ?? "",
      BERTH_CONFIG_DIR: config,
      BERTH_URL: `http://127.0.0.1:${server.port}`,
      BERTH_TOKEN: tenants.keys[0] ?? "",
      BERTH_QUESTION: JSON.stringify({
        query: OffersDocument.toString(),
        variables: { first: 20, diskGb: 50 },
      }),
    };
    const programs = {
      node: ["-e", ""],
      start: [program, "--version"],
      bare: ["--input-type=module", "-e", BARE],
      offers: [program, "offers", "--json"],
    };
    const tookMs: Record<keyof typeof programs, number[]> = { node: [], start: [], bare: [], offers: [] };
    for (let run = 0; run < RUNS * ROUNDS; run++)
      for (const name of Object.keys(programs) as (keyof typeof programs)[])
        tookMs[name].push(timeOf(programs[name], env));
    const { node, start, bare, offers } = Object.fromEntries(
      Object.entries(tookMs).map(([name, all]) => [name, median(all)]),
    ) as Record<keyof typeof programs, number>;
    return {
      sections: [
        {
          title: "Command line",
          columns: ["", "ms"],
          lines: [
            ["Node alone", round(node)],
            ["berth --version", round(start)],
            ["a bare program that asks for 20 offers", round(bare)],
            ["berth offers --json", round(offers)],
          ],
        },
        {
          title: "Files that go out",
          columns: ["", "kB", "gzipped"],
          lines: [sizeOf("berth", program), sizeOf("berth-agent", join(root, "agent/dist/berth-agent.mjs"))],
        },
      ],
      aims: [
        { what: "berth's own start-up", measured: start - node, aim: 150, unit: "ms", isMost: true },
        {
          what: "berth offers against the bare request",
          measured: offers / bare,
          aim: 1.5,
          unit: "×",
          isMost: true,
        },
      ],
    };
  } finally {
    await server.stop();
    rmSync(config, { recursive: true, force: true });
  }
}

function timeOf(args: readonly string[], env: Record<string, string>): number {
  const begun = performance.now();
  const { status, stderr, stdout } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  const took = performance.now() - begun;
  if (status !== 0 || stdout.includes('"errors"'))
    throw new PlainFailure(`${args.join(" ")}: ${stderr}${stdout}`);
  return took;
}

function sizeOf(name: string, file: string): string[] {
  const bytes = readFileSync(file);
  return [name, round(bytes.length / 1000), round(gzipSync(bytes).length / 1000)];
}
