import { mkdirSync } from "node:fs";
import type { Command } from "commander";
import {
  DoneSessionDocument,
  ExtendSessionDocument,
  isRefused,
  ReissueSessionKeyDocument,
  SessionDocument,
  type SessionDetailFragment,
} from "@berth/client-sdk";
import { refused } from "../ended.ts";
import { stateFolder } from "../kept/folders.ts";
import { publicKeyFor } from "../kept/key-pair.ts";
import { whole } from "../kept/settings.ts";
import { handOver, sshOptions, wayInto } from "../kept/ssh.ts";
import type { Run } from "../run.ts";
import { noSession, sessionId } from "../sessions/finding.ts";
import { untilSession } from "../sessions/following.ts";
import { timesUsd } from "@berth/client-sdk/money";
import { doing, examples, spendOnce, spending, type SpendingOptions } from "./command.ts";

const WHICH = "its id, its end, or “last”";

export function addMore(session: Command): void {
  const ssh = session
    .command("ssh")
    .description("log in, or run a command there")
    .argument("<session>", WHICH)
    .argument("[command...]", "after --");
  examples(ssh, "berth session ssh last", "berth session ssh last -- nvidia-smi");
  doing(ssh, logIn);

  const extend = session
    .command("extend")
    .description("keep it for longer, up to twelve hours in all")
    .argument("<session>", WHICH)
    .requiredOption("--hours <hours>", "how many more", whole(1, 11));
  spending(extend);
  examples(
    extend,
    "berth session extend last --hours 1 --dry-run",
    "berth session extend last --hours 1 --yes",
  );
  doing<SpendingOptions & { hours: number }>(extend, extendIt);

  const done = session
    .command("done")
    .description("say that its work is done; it is ended")
    .argument("<session>", WHICH);
  examples(done, "berth session done last --yes");
  doing(done, sayDone);

  const logs = session
    .command("logs")
    .description("what happened to it, the oldest first")
    .argument("<session>", WHICH)
    .option("-f, --follow", "stay, until it is over");
  examples(logs, "berth session logs last", "berth session logs last --follow --json");
  doing<{ follow?: boolean }>(logs, showLogs);

  const reissue = session
    .command("reissue-key")
    .description("let another key in, and the old one out")
    .argument("<session>", WHICH)
    .option("--public-key <file>", "the public key that is let in; else the one that is set, or berth’s own");
  examples(reissue, "berth session reissue-key last --yes");
  doing<{ publicKey?: string }>(reissue, reissueKey);
}

export async function theSession(run: Run, named: string): Promise<SessionDetailFragment> {
  const { session } = await run.ask(SessionDocument, { id: await sessionId(run, named) });
  if (!session) throw noSession(named);
  return session;
}

async function logIn(run: Run, [named = "", ...command]: string[]): Promise<void> {
  const { user, host, port } = wayInto(await theSession(run, named));
  mkdirSync(stateFolder(run.env), { recursive: true, mode: 0o700 });
  await handOver("ssh", [...sshOptions(run), "-p", port, `${user}@${host}`, ...command]);
}

async function extendIt(
  run: Run,
  [named = ""]: string[],
  { hours, ...options }: SpendingOptions & { hours: number },
): Promise<void> {
  const session = await theSession(run, named);
  const atMost = timesUsd(session.capPerHour, hours);
  const variables = { sessionId: session.id, hours };
  const longer = await spendOnce(run, {
    typed: ["session extend", session.id, hours],
    options,
    preview: async () => ({
      says: `${hours} h more of ${session.gpuCount} × ${session.gpuModel}: at most ${run.usd(atMost)} are held for it.`,
      facts: { ...variables, holdsAtMost: atMost },
      question: "Extend it?",
      variables: () => variables,
    }),
    ask: async (given, idempotencyKey) =>
      (await run.ask(ExtendSessionDocument, { ...given, idempotencyKey })).extendSession,
  });
  if (longer)
    run.print(`It ends ${longer.endsAt ? run.both(longer.endsAt) : "later"} now.`, { session: longer });
}

async function sayDone(run: Run, [named = ""]: string[]): Promise<void> {
  const session = await theSession(run, named);
  await run.confirm("Its machine is ended, with what is on its disk. Is its work done?");
  const { doneSession: result } = await run.ask(DoneSessionDocument, { sessionId: session.id });
  if (isRefused(result)) throw refused(result);
  run.print(`It is being ended. It has cost ${run.usd(result.cost)}.`, { session: result });
}

export async function showLogs(
  run: Run,
  [named = ""]: string[],
  { follow }: { follow?: boolean },
): Promise<void> {
  // Once: which is the last one may change while it is followed.
  const id = await sessionId(run, named);
  const told = new Set<string>();
  const tell = async (): Promise<SessionDetailFragment> => {
    const { session } = await run.ask(SessionDocument, { id });
    if (!session) throw noSession(named);
    for (const event of session.events.toReversed()) {
      if (told.has(event.id)) continue;
      told.add(event.id);
      run.print(`${run.both(event.at)}  ${event.actorName} ${event.summary}`, { event });
    }
    return session;
  };
  const session = await tell();
  if (!follow || session.endedAt) return;
  await untilSession(run, session.id, ({ endedAt }) => endedAt !== null, tell);
}

async function reissueKey(run: Run, [named = ""]: string[], options: { publicKey?: string }): Promise<void> {
  const session = await theSession(run, named);
  await run.confirm(`Whoever logs in to ${session.id} with the old key no longer can. Go ahead?`);
  const publicKey = publicKeyFor(run, options.publicKey);
  const { reissueSessionKey: result } = await run.ask(ReissueSessionKeyDocument, {
    sessionId: session.id,
    publicKey,
  });
  if (isRefused(result)) throw refused(result);
  run.print("The new key is let in, and the old one no longer.", { session: result.session });
}
