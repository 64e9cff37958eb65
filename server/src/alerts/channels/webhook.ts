import { createHmac } from "node:crypto";
import type { Random } from "../../platform/random.ts";
import type { Outgoing } from "../../platform/outgoing.ts";
import { outcomeOf } from "./answered.ts";
import type { Alert, Message, Sender } from "./channel.ts";

// A call to a program, signed by the rules of standardwebhooks.com: HMAC-SHA256 over the id, the second of the
// sending and the raw body, under a secret that both know. Who takes one looks at the second (five minutes are enough)
// and remembers the ids of that time; then nothing can be forged, changed or played again. While a secret is being
// replaced, both sign.

const PREFIX = "whsec_";

export function newSecret(random: Random): string {
  return `${PREFIX}${Buffer.from(random.bytes(32)).toString("base64")}`;
}

export function makeWebhook(outgoing: Outgoing): Sender {
  return {
    async send({ target, alerts: [alert], now }) {
      const body = bodyOf(alert);
      const seconds = String(Math.floor(now.getTime() / 1_000));
      const headers = {
        "content-type": "application/json",
        "user-agent": "Berth",
        "webhook-id": alert.id,
        "webhook-timestamp": seconds,
        "webhook-signature": signatures(target, now, `${alert.id}.${seconds}.${body}`),
        "berth-attempt": String(alert.attempt),
      };
      return outcomeOf(outgoing.post(target.address, { headers, body }), [410]);
    },
  };
}

function signatures({ secrets }: Message["target"], now: Date, signed: string): string {
  return secrets
    .filter(({ until }) => until === null || new Date(until) > now)
    .map(({ value }) => {
      const key = Buffer.from(value.slice(PREFIX.length), "base64");
      return `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
    })
    .join(" ");
}

/** The same for every try. */
function bodyOf(alert: Alert): string {
  const { id, kind, topic, subject, payload, said, happenedAt, cursor, selected } = alert;
  return JSON.stringify({
    id,
    type: kind ?? topic,
    topic,
    subject,
    timestamp: happenedAt.toISOString(),
    cursor,
    title: said.title,
    text: said.paragraphs.join("\n\n"),
    data: payload,
    ...selected,
  });
}
