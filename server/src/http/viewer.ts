import { type Actor, NOBODY } from "../values/actor.ts";

// A page of the console is made for somebody, and asks by a cookie that it shares with every other page of its browser: there
// the account may have been switched, or somebody else have signed in. So a socket is told who is behind it, and a
// request may say whose page it comes from.

export const VIEWER_HEADER = "x-berth-viewer";

export interface Viewer {
  accountId: string | null;
  /** Null for a key. */
  userId: string | null;
}

export function viewerOf(actor: Actor): Viewer {
  return {
    accountId: "accountId" in actor ? actor.accountId : null,
    userId: actor.kind === "person" ? actor.userId : null,
  };
}

/** Nobody, where a request says that it comes from somebody else's page. */
export function asSaid(actor: Actor, said: string | string[] | undefined): Actor {
  if (said === undefined) return actor;
  const { accountId, userId } = viewerOf(actor);
  return said === `${accountId} ${userId}` ? actor : NOBODY;
}
