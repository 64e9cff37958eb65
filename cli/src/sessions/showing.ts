import type { SessionPartsFragment } from "@berth/client-sdk";
import { reasonWord, sessionWords } from "@berth/client-sdk/words";
import type { Run } from "../run.ts";
import { facts, table } from "../terminal/table.ts";
import { span } from "../terminal/time.ts";

export function sessionTable(run: Run, sessions: readonly SessionPartsFragment[]): string {
  return table(
    sessions,
    [
      { name: "SESSION", cell: ({ id }) => id },
      { name: "STATE", cell: ({ state }) => stateSaid(state) },
      { name: "MACHINE", cell: ({ gpuCount, gpuModel }) => `${gpuCount} × ${gpuModel}`, spare: 5 },
      { name: "COST", cell: ({ cost }) => run.usd(cost), right: true },
      { name: "$/H", cell: ({ ratePerHour }) => run.usd(ratePerHour), right: true, spare: 4 },
      { name: "LEFT", cell: (session) => left(run, session), right: true, spare: 6 },
      { name: "FOR", cell: ({ consumer }) => consumer ?? "–", spare: 1 },
      { name: "BEGUN", cell: ({ createdAt }) => run.local(createdAt), spare: 2 },
    ],
    run.width,
  );
}

export function sessionFacts(run: Run, session: SessionPartsFragment): string {
  const { state, gpuCount, gpuModel, endsAt, endedAt, readyAt } = session;
  // As it is paid for, whichever machine it came to; before and after as it was asked at.
  const runs = state === "RUNNING" || state === "STOPPING";
  return facts(
    [
      ["session", session.id],
      ["state", `${stateSaid(state)}${session.reason ? `: ${reasonWord(session.reason)}` : ""}`],
      ["machine", `${gpuCount} × ${gpuModel}, ${session.diskGb} GB disk`],
      ["image", session.image],
      ["for", session.consumer],
      ["price", `${run.usd(runs ? session.ratePerHour : session.pricePerHour)} an hour, all in`],
      ["cost", run.usd(session.cost)],
      session.billedTo === "OWN_ACCOUNT"
        ? ["billed to", "the team’s own account at the provider; no credit is held or spent"]
        : ["held", run.usd(session.held)],
      ["asked for", run.both(session.createdAt)],
      ["ready", readyAt && run.both(readyAt)],
      ["ended", endedAt && run.both(endedAt)],
      ["ends", !endedAt && endsAt ? `${run.both(endsAt)}, in ${left(run, session)}` : null],
      ["log in", session.sshCommand],
    ],
    run.width,
  );
}

/** In the middle of a line. */
export const stateSaid = (state: SessionPartsFragment["state"]): string => sessionWords[state].toLowerCase();

export function left(run: Run, { endsAt, endedAt }: SessionPartsFragment): string {
  return endedAt || !endsAt ? "–" : span(Date.parse(endsAt) - run.hour.getTime());
}
