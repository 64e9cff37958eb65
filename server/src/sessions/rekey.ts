import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { makeKeyPair, NoWayIn, readPublicKey, sshShell } from "../platform/shell.ts";
import { InvalidInput, NotFound } from "../values/refusal.ts";
import { accountOf, refuseOthers } from "./account-of.ts";
import { replaceKey } from "./prove.ts";
import { SessionIsOver } from "./refusals.ts";
import { openAccess } from "./sealed.ts";
import { listMachinesOf } from "./store/machines.ts";
import { changeSession, findSession, type SessionRow } from "./store/sessions.ts";

const REKEY_MS = 20_000;

/** Lets another key in and the old one out, over Berth's own way in to the machine. */
export async function rekeySession(
  ctx: Ctx,
  id: string,
  brought: string | null | undefined,
): Promise<{ session: SessionRow; privateKey: string | null }> {
  const accountId = accountOf(ctx);
  const session = await findSession(ctx, accountId, id);
  if (!session) throw new NotFound("session", id);
  refuseOthers(ctx, session, "sessions.start");
  const machine = (await listMachinesOf(ctx, [id])).findLast(({ state }) => state === "there");
  const address = machine?.ssh?.[0];
  if (session.state !== "running" || !machine || !address) throw new SessionIsOver(session.state);
  const made = brought == null ? makeKeyPair("berth-session") : null;
  const publicKey = made?.publicKey ?? readPublicKey(brought ?? "");
  if (!publicKey) throw new InvalidInput("publicKey", "This is not a public SSH key in one line.");
  const { privateKey } = openAccess(ctx.seal, session);
  try {
    await sshShell.run({
      ...address,
      privateKey,
      hostKey: machine.hostKey,
      command: replaceKey(session.publicKey, publicKey),
      signal: AbortSignal.timeout(REKEY_MS),
    });
  } catch (error) {
    if (!(error instanceof NoWayIn)) throw error;
    throw new InvalidInput("sessionId", `The machine cannot be reached at the moment: ${error.message}.`);
  }
  await inTransaction(ctx, async (ctx) => {
    await changeSession(ctx, id, { publicKey });
    await record(ctx, { topic: "session.rekeyed", subject: id, accountId, payload: {} });
  });
  return { session: { ...session, publicKey }, privateKey: made?.privateKey ?? null };
}
