import { formatUsd } from "../../values/money.ts";
import { writeMark } from "../mark.ts";
import type { Order } from "../provider.ts";

/** What a create says. The key is not in it: there it arrives only at times, attached afterwards it does. */
export function orderBody(order: Order): Record<string, unknown> {
  const published = order.ports.map((port) => [`-p ${port}:${port}`, "1"]);
  return {
    client_id: "me",
    image: order.image,
    disk: order.diskGb,
    label: writeMark(order.mark),
    // As its own client spells it. Said always, since a template's own mode may have no SSH.
    runtype: "ssh_direc ssh_proxy",
    env: { ...order.env, ...(Object.fromEntries(published) as Record<string, string>) },
    ...(order.onStart !== null && { onstart: order.onStart }),
    // A price makes it interruptible.
    ...(order.offer.kind === "interruptible" && { price: Number(formatUsd(order.priceCapPerHour)) }),
    target_state: "running",
    // What cannot start is refused rather than left standing by, stopped and with a disk to pay for.
    cancel_unavail: true,
  };
}
