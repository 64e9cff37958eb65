import { codeOf, type Letter, MailRefused, type MailTransport } from "../../platform/mail.ts";
import type { Alert, Sender } from "./channel.ts";
import { delivered, failed } from "./channel.ts";

/** A letter, that says how to get no more of them, in one click and without signing in. */
export function makeEmail(transport: MailTransport, unsubscribeUrl: (channelId: string) => string): Sender {
  return {
    async send({ channelId, target, alerts }) {
      try {
        await transport.send({
          id: alerts[0].id,
          to: target.address,
          letter: letterOf(alerts),
          unsubscribe: unsubscribeUrl(channelId),
        });
        return delivered("the mail server took it");
      } catch (error) {
        const refused = error instanceof MailRefused;
        return failed(refused ? error.message : codeOf(error), { forGood: refused });
      }
    },
  };
}

function letterOf(alerts: readonly [Alert, ...Alert[]]): Letter {
  const [{ said }] = alerts;
  if (alerts.length === 1)
    return {
      subject: said.title,
      paragraphs: said.paragraphs,
      button: { label: "See it in Berth", href: said.path },
    };
  return {
    subject: `${alerts.length} alerts: ${said.title} and more`,
    paragraphs: alerts.flatMap(({ said }) => [said.title, ...said.paragraphs.slice(0, 1)]),
    button: { label: "See them all", href: "/alerts" },
  };
}
