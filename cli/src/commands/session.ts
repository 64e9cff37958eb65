import type { Command } from "commander";
import { SessionDocument, SessionsDocument } from "@berth/client-sdk";
import type { Run } from "../run.ts";
import { noSession, sessionId } from "../sessions/finding.ts";
import { sessionFacts, sessionTable } from "../sessions/showing.ts";
import { doing, examples } from "./command.ts";
import { addMore } from "./session-more.ts";
import { addStart } from "./session-start.ts";
import { addStop } from "./session-stop.ts";
import { addTemplates } from "./session-templates.ts";

export function addSession(program: Command): void {
  const session = program.command("session").description("machines that you rent").alias("sessions");
  addStart(session);
  const list = session
    .command("list", { isDefault: true })
    .description("sessions, the newest first")
    .option("--all", "also those that are over");
  examples(list, "berth session list", "berth session list --all --json");
  doing<{ all?: boolean }>(list, showSessions);

  const show = session
    .command("show")
    .description("all about one")
    .argument("<session>", "its id, its end, or “last”");
  examples(show, "berth session show last");
  doing(show, showSession);
  addMore(session);
  addTemplates(session);
  addStop(session);
}

async function showSessions(run: Run, _args: string[], options: { all?: boolean }): Promise<void> {
  const { sessions } = await run.ask(SessionsDocument, { first: 100, ...(!options.all && { alive: true }) });
  const { nodes } = sessions;
  run.print(() => (nodes.length === 0 ? nothing(options.all) : sessionTable(run, nodes)), {
    sessions: nodes,
    hasMore: sessions.pageInfo.hasNextPage,
  });
}

function nothing(all: boolean | undefined): string {
  return all
    ? "There has been no session yet. `berth session start h100` starts one."
    : "Nothing runs. `berth session list --all` shows what is over.";
}

async function showSession(run: Run, [named = ""]: string[]): Promise<void> {
  const id = await sessionId(run, named);
  const { session } = await run.ask(SessionDocument, { id });
  if (!session) throw noSession(named);
  run.print(
    () =>
      [
        sessionFacts(run, session),
        "",
        ...session.events.map(({ at, actorName, summary }) => `${run.local(at)}  ${actorName} ${summary}`),
      ].join("\n"),
    { session },
  );
}
