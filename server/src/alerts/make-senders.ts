import type { MailTransport } from "../platform/mail.ts";
import type { Outgoing } from "../platform/outgoing.ts";
import type { Seal } from "../platform/seal.ts";
import { makeEmail } from "./channels/email.ts";
import { makeSlack } from "./channels/slack.ts";
import { makeWebhook } from "./channels/webhook.ts";
import type { Senders } from "./deliver.ts";
import { unsubscribeUrl } from "./unsubscribe-route.ts";

export function makeSenders(with_: {
  outgoing: Outgoing;
  transport: MailTransport;
  seal: Seal;
  publicUrl: string;
}): Senders {
  const { outgoing, transport, seal, publicUrl } = with_;
  return {
    webhook: makeWebhook(outgoing),
    slack: makeSlack(outgoing, publicUrl),
    email: makeEmail(transport, unsubscribeUrl(seal, publicUrl)),
  };
}
