import { SessionsDocument } from "@berth/client-sdk";
import { Ended } from "../ended.ts";
import type { Run } from "../run.ts";

/** By its whole id, by how it ends, or the newest. */
export async function sessionId(run: Run, named: string): Promise<string> {
  if (/^ses_[0-9a-z]{20,}$/.test(named)) return named;
  const { sessions } = await run.ask(SessionsDocument, { first: 100 });
  const ids = sessions.nodes.map(({ id }) => id);
  if (named === "last") {
    const [newest] = ids;
    if (newest) return newest;
    throw new Ended("notFound", "There is no session yet.");
  }
  const matching = named.length >= 4 ? ids.filter((id) => id.endsWith(named)) : [];
  const [only] = matching;
  if (only && matching.length === 1) return only;
  throw matching.length > 1
    ? new Ended("usage", `${matching.length} sessions end with “${named}”. Write more of the id.`)
    : noSession(named);
}

export function noSession(named: string): Ended {
  return new Ended("notFound", `There is no session “${named}”. \`berth session list --all\` shows them.`, {
    code: "NotFound",
  });
}
