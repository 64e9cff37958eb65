import type { Command } from "commander";
import { isRefused, MoveSandboxClockDocument, SandboxDocument } from "@berth/client-sdk";
import { Ended, refused } from "../ended.ts";
import type { Run } from "../run.ts";
import { span } from "../terminal/time.ts";
import { doing, examples } from "./command.ts";

export function addSandbox(program: Command): void {
  const sandbox = program
    .command("sandbox")
    .description("the time of a Berth in which everything is simulated");
  const show = sandbox
    .command("show", { isDefault: true })
    .description("what time it is there, and how far that is ahead");
  examples(show, "berth sandbox show");
  doing(show, showTime);

  const forward = sandbox
    .command("forward")
    .description("move the time of all of it on, and its markets with it; never back")
    .argument("<how-far>", 'such as 90s, 30min, 2h or 3d, or a time to go to, such as "2026-12-01 09:00"');
  examples(forward, "berth sandbox forward 2h", "berth sandbox forward 90s --json");
  doing(forward, moveOn);
}

async function showTime(run: Run): Promise<void> {
  const { sandbox } = await run.ask(SandboxDocument, {});
  run.print(
    sandbox
      ? `It is ${run.both(sandbox.now)}, ${ahead(sandbox)}.`
      : "This Berth is no sandbox: its time is everybody’s.",
    { sandbox },
  );
}

async function moveOn(run: Run, [howFar = ""]: string[]): Promise<void> {
  const { sandbox } = await run.ask(SandboxDocument, {});
  const from = sandbox ? Date.parse(sandbox.now) : run.hour.getTime();
  const ms = spanMs(howFar);
  const to = ms === null ? await run.instant(howFar) : new Date(from + ms).toISOString();
  const { moveSandboxClock: moved } = await run.ask(MoveSandboxClockDocument, { to });
  if (isRefused(moved)) throw refused(moved);
  run.print(`It is ${run.both(moved.now)} now, ${ahead(moved)}.`, { sandbox: moved });
}

function ahead({ aheadSeconds }: { aheadSeconds: number }): string {
  return aheadSeconds === 0 ? "as everywhere" : `${span(aheadSeconds * 1_000)} ahead of the real time`;
}

const units = { s: 1_000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** Null for what is no span, and may be a time. */
function spanMs(text: string): number | null {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(s|min|m|h|d)$/.exec(text) ?? [];
  if (!count || !unit) return null;
  const ms = Number(count) * units[unit as keyof typeof units];
  if (ms === 0) throw new Ended("usage", `“${text}” is no time at all.`);
  return ms;
}
