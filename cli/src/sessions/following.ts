import { SessionChangedDocument, SessionDocument, type SessionPartsFragment } from "@berth/client-sdk";
import { Ended } from "../ended.ts";
import type { Run } from "../run.ts";
import { noSession } from "./finding.ts";

/** Follows one session until it is as wanted. */
export async function untilSession(
  run: Run,
  sessionId: string,
  wanted: (session: SessionPartsFragment) => boolean,
  onChange: (session: SessionPartsFragment) => Promise<unknown> | void = () => {},
): Promise<SessionPartsFragment> {
  const look = async (): Promise<SessionPartsFragment> => {
    const { session } = await run.ask(SessionDocument, { id: sessionId });
    if (!session) throw noSession(sessionId);
    return session;
  };
  const frames = run.berth.follow(SessionChangedDocument, { sessionId }, { signal: run.signal });
  for await (const { sessionChanged: update } of frames) {
    // What is over is not in a snapshot, and so it is looked at instead.
    const seen =
      update.__typename === "SessionsDelta"
        ? update.changed
        : update.__typename === "SessionsSnapshot" && update.sessions.length > 0
          ? update.sessions
          : [await look()];
    const session = seen.find(({ id }) => id === sessionId);
    if (!session) continue;
    await onChange(session);
    if (wanted(session)) return session;
  }
  throw new Ended("away", "The stream of this session ended. Try again.");
}
