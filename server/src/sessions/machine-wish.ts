import type { Ctx } from "../platform/context.ts";
import { readPublicKey } from "../platform/shell.ts";
import { InvalidInput } from "../values/refusal.ts";
import { readOrder, type StartOrder } from "./rules/order.ts";
import { type KeptSetUp, openKeptSetUp, sealKeptSetUp } from "./sealed.ts";

// What is said today of a machine that is rented another day, when nobody is there to say it. It is understood and
// refused as for a start, and kept with what it is for; what may hold a way in to somewhere is kept sealed, for the row
// that it is in.

export type MachineWish = Omit<StartOrder, "hours">;

export interface KeptWish {
  image: string;
  diskGb: number;
  consumer: string | null;
  publicKey: string | null;
  /** Null where nothing is saved. */
  saveMinutes: number | null;
  sealedSaving: string | null;
  /** Its variables, start script, ports and idle limit; null where it has none of them. */
  sealedSetUp: string | null;
}

export function keepWish({ seal }: Pick<Ctx, "seal">, id: string, wish: MachineWish): KeptWish {
  const { image, diskGb, consumer, saveMinutes, saveCommand, ...order } = readOrder({ ...wish, hours: 1 });
  const { env, onStart, ports, idleMinutes } = order;
  return {
    image,
    diskGb,
    consumer,
    publicKey: readBroughtKey(wish.publicKey),
    saveMinutes,
    sealedSaving: saveCommand === null ? null : seal.close(saveCommand, saving(id)),
    sealedSetUp: sealKeptSetUp(seal, id, { env, onStart, ports, idleMinutes }),
  };
}

/** As it was said, to be kept once more or to be started with. */
export function openWish(ctx: Pick<Ctx, "seal" | "log">, row: KeptWish & { id: string }) {
  const { image, diskGb, consumer, publicKey } = row;
  const { env, ...setUp } = openSetUp(ctx, row);
  const variables = Object.entries(env).map(([name, value]) => ({ name, value }));
  return { image, diskGb, consumer, publicKey, ...setUp, env: variables, ...openSaving(ctx, row) };
}

const NOTHING: KeptSetUp = { env: {}, onStart: null, ports: [], idleMinutes: null };

/** A machine that is not set up, or saves nothing, is better than none. */
export function openSetUp(
  { seal, log }: Pick<Ctx, "seal" | "log">,
  { id, sealedSetUp }: Pick<KeptWish, "sealedSetUp"> & { id: string },
): KeptSetUp {
  if (sealedSetUp === null) return NOTHING;
  const opened = openKeptSetUp(seal, id, sealedSetUp);
  if (opened === null) log.error({ id }, "how it is to be set up was sealed under another secret");
  return opened ?? NOTHING;
}

function openSaving(
  { seal, log }: Pick<Ctx, "seal" | "log">,
  { id, saveMinutes, sealedSaving }: Pick<KeptWish, "saveMinutes" | "sealedSaving"> & { id: string },
): { saveCommand: string | null; saveMinutes: number | null } {
  const saveCommand = sealedSaving && seal.open(sealedSaving, saving(id));
  if (saveCommand) return { saveCommand, saveMinutes };
  if (sealedSaving) log.error({ id }, "what was to be saved was sealed under another secret");
  return { saveCommand: null, saveMinutes: null };
}

const saving = (id: string) => `what saves ${id}`;

/** A user's own public key in one line; null where none was brought. */
export function readBroughtKey(brought: string | null | undefined): string | null {
  if (brought == null) return null;
  const publicKey = readPublicKey(brought);
  if (publicKey) return publicKey;
  throw new InvalidInput(
    "publicKey",
    "This is not a public SSH key in one line, such as “ssh-ed25519 AAAA… you@host”.",
  );
}
