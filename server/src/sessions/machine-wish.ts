import { readPublicKey } from "../platform/shell.ts";
import { InvalidInput } from "../values/refusal.ts";
import { readOrder, type StartOrder } from "./rules/order.ts";

/** What a machine that is rented later is to be started with. */
export type MachineWish = Pick<StartOrder, "image" | "diskGb" | "consumer" | "publicKey">;

export function readMachineWish(wish: MachineWish) {
  const { image, diskGb, consumer } = readOrder({ ...wish, hours: 1 });
  return { image, diskGb, consumer, publicKey: readBroughtKey(wish.publicKey) };
}

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
