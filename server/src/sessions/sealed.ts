import { z } from "zod";
import type { Seal } from "../platform/seal.ts";
import type { SessionRow } from "./store/sessions.ts";

// What of a session must be read again and be nobody else's: what the user put into the environment
// and the start script, and Berth's own way in, which lasts as long as the session does.

const orderShape = z.object({
  env: z.record(z.string(), z.string()),
  onStart: z.string().nullable(),
  /** One that was sealed before there was such a thing has none. */
  saveCommand: z.string().nullable().default(null),
});
const accessShape = z.object({
  publicKey: z.string(),
  privateKey: z.string(),
  /** The token that the agent of the machine at hand bears; none before a machine is asked for. */
  agentToken: z.string().nullable(),
});

const setUpShape = z.object({
  env: z.record(z.string(), z.string()),
  onStart: z.string().nullable(),
  ports: z.array(z.number()),
  idleMinutes: z.number().nullable(),
});

/** How a machine that is rented later is set up, beside what anybody may see of it. */
export type KeptSetUp = z.infer<typeof setUpShape>;
export type SealedOrder = z.infer<typeof orderShape>;
export type Access = z.infer<typeof accessShape>;

export function sealOrder(seal: Seal, id: string, { env, onStart, saveCommand }: SealedOrder): string {
  return seal.close(JSON.stringify({ env, onStart, saveCommand }), `order of ${id}`);
}

export function sealAccess(seal: Seal, sessionId: string, access: Access): string {
  return seal.close(JSON.stringify(access), `access of ${sessionId}`);
}

export function openOrder(
  seal: Seal,
  session: Pick<SessionRow, "id" | "sealedOrder" | "sealedAccess">,
): SealedOrder & { access: Access } {
  return { ...openSealedOrder(seal, session), access: openAccess(seal, session) };
}

/** Null where there is nothing to keep. */
export function sealKeptSetUp(seal: Seal, id: string, setUp: KeptSetUp): string | null {
  const { env, onStart, ports, idleMinutes } = setUp;
  if (Object.keys(env).length === 0 && onStart === null && ports.length === 0 && idleMinutes === null)
    return null;
  return seal.close(JSON.stringify(setUp), `set-up of ${id}`);
}

/** Null where it was sealed under another secret. */
export function openKeptSetUp(seal: Seal, id: string, sealed: string): KeptSetUp | null {
  const opened = seal.open(sealed, `set-up of ${id}`);
  return opened === null ? null : setUpShape.parse(JSON.parse(opened));
}

/** Of a session, or of a template. */
export function openSealedOrder(
  seal: Seal,
  { id, sealedOrder }: { id: string; sealedOrder: string },
): SealedOrder {
  const order = seal.open(sealedOrder, `order of ${id}`);
  if (order === null) throw new Error(`the order of ${id} was sealed under another secret`);
  return orderShape.parse(JSON.parse(order));
}

export function openAccess(seal: Seal, session: Pick<SessionRow, "id" | "sealedAccess">): Access {
  const access = session.sealedAccess && seal.open(session.sealedAccess, `access of ${session.id}`);
  if (!access) throw new Error(`there is no way in for ${session.id}`);
  return accessShape.parse(JSON.parse(access));
}
