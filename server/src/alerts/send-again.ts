import { accountIdOf, personOf } from "../accounts/index.ts";
import { announce } from "../events/announce.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { InvalidInput, NotFound } from "../values/refusal.ts";
import { TRIED_FOR_MS } from "./rules/timing.ts";
import { lockChannel, updateChannel } from "./store/channels.ts";
import {
  type DeliveryRow,
  findDelivery,
  insertDeliveries,
  markSeen,
  reviveDelivery,
} from "./store/deliveries.ts";
import type { DeliveryState } from "./store/tables.ts";

/** Sent like any other, at once, so that what is seen of it is what an alert would be. */
export async function sendTest(ctx: Ctx, channelId: string): Promise<DeliveryRow> {
  return inTransaction(ctx, async (ctx) => {
    const channel = await lockChannel(ctx, channelId);
    if (!channel) throw new NotFound("alert channel", channelId);
    if (channel.pausedAt) throw new InvalidInput("channelId", "This channel is paused.");
    await updateChannel(ctx, channelId, { sendsFrom: ctx.now(), failures: 0 });
    const here = channel.means === "in-app";
    const [made] = await insertDeliveries(ctx, [
      {
        id: ctx.newId("alr"),
        channelId,
        accountId: accountIdOf(ctx),
        eventId: null,
        kind: null,
        topic: "test",
        subject: channelId,
        payload: {},
        said: {
          title: `A test of the alert channel “${channel.name}”`,
          paragraphs: [
            "Nothing happened: somebody looks whether alerts arrive here.",
            "Nothing needs to be done.",
          ],
          path: "/alerts",
        },
        happenedAt: ctx.now(),
        state: here ? "delivered" : "waiting",
        endedAt: here ? ctx.now() : null,
        nextTryAt: ctx.now(),
        triedUntil: new Date(ctx.now().getTime() + TRIED_FOR_MS),
      },
    ]);
    if (!made) throw new Error("a test could not be written");
    announce(ctx, "alerts.moved", accountIdOf(ctx));
    return made;
  });
}

/**
 * Tries again what was given up, at once and then as patiently as before. A program may ask for what it took, too:
 * it knows by the id that it has seen it.
 */
export async function sendAgain(ctx: Ctx, deliveryId: string): Promise<DeliveryRow> {
  return inTransaction(ctx, async (ctx) => {
    const before = await findDelivery(ctx, deliveryId);
    const channel = before && (await lockChannel(ctx, before.channelId));
    if (!channel) throw new NotFound("alert", deliveryId);
    const from: DeliveryState[] = channel.means === "webhook" ? ["given-up", "delivered"] : ["given-up"];
    const until = new Date(ctx.now().getTime() + TRIED_FOR_MS);
    const row = await reviveDelivery(ctx, deliveryId, from, until);
    if (!row)
      throw new InvalidInput(
        "alertId",
        channel.means === "webhook"
          ? "It waits to be sent already."
          : "Only what was given up can be sent again to people.",
      );
    await updateChannel(ctx, row.channelId, { sendsFrom: ctx.now(), failures: 0 });
    announce(ctx, "alerts.moved", accountIdOf(ctx));
    return row;
  });
}

/** Up to this notification and with all before it. */
export async function see(ctx: Ctx, upTo: string): Promise<void> {
  if (!(await findDelivery(ctx, upTo))) throw new NotFound("notification", upTo);
  await markSeen(ctx, personOf(ctx).userId, upTo);
}
