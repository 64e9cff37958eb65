import type { Command } from "commander";
import {
  isRefused,
  SessionDocument,
  type SessionPartsFragment,
  StopSessionDocument,
} from "@berth/client-sdk";
import { refused } from "../ended.ts";
import type { Run } from "../run.ts";
import { doing, examples } from "./command.ts";
import { untilSession } from "../sessions/following.ts";
import { noSession, sessionId } from "../sessions/finding.ts";

interface Options {
  wait?: boolean;
  save?: boolean;
}

export function addStop(parent: Command, name = "stop"): void {
  const stop = parent
    .command(name)
    .description("end it, and say what it cost once its machine is proven gone")
    .argument("<session>", "its id, its end, or “last”")
    .option("--no-save", "at once, also where something was to be saved, or is being saved")
    .option("--no-wait", "do not wait until it is gone");
  examples(stop, "berth session stop last", "berth session stop last --no-save --yes --json");
  doing<Options>(stop, stopSession);
}

async function stopSession(run: Run, [named = ""]: string[], { wait, save }: Options): Promise<void> {
  const id = await sessionId(run, named);
  const { session } = await run.ask(SessionDocument, { id });
  if (!session) throw noSession(named);
  const withoutSaving = save === false;
  if (!session.endedAt && (!session.isEnding || withoutSaving))
    await run.confirm(
      `End ${session.gpuCount} × ${session.gpuModel}? ${fateOfDisk(session, withoutSaving)} It has cost ${run.usd(session.cost)}.`,
    );
  const { stopSession: result } = await run.ask(StopSessionDocument, { sessionId: id, withoutSaving });
  if (isRefused(result)) throw refused(result);
  const over = wait === false || result.endedAt ? result : await untilOver(run, result);
  run.print(
    over.endedAt
      ? `It is over. It cost ${run.usd(over.cost)}; what was held and not spent is back.`
      : "Its end was asked for. `berth session show` says when it is gone.",
    { session: over },
  );
}

function fateOfDisk({ saveMinutes }: SessionPartsFragment, withoutSaving: boolean): string {
  if (saveMinutes === null || withoutSaving) return "What is on its disk is lost.";
  return `What is on its disk is saved first, for ${saveMinutes} minutes at most.`;
}

async function untilOver(run: Run, session: SessionPartsFragment): Promise<SessionPartsFragment> {
  run.note("Its end was asked for. Waiting until the machine is proven gone.");
  return untilSession(run, session.id, ({ endedAt }) => endedAt !== null);
}
