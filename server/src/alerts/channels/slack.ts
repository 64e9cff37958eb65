import type { Outgoing } from "../../platform/outgoing.ts";
import { outcomeOf } from "./answered.ts";
import type { Alert, Sender } from "./channel.ts";

const TEXT_MOST = 2_900;

/** What Slack says of a webhook that is gone, or of a message that it will never take. */
const FINAL = [400, 403, 404, 410];

/** A message into the Slack channel that an incoming webhook was made for. */
export function makeSlack(outgoing: Outgoing, publicUrl: string): Sender {
  return {
    async send({ target, alerts }) {
      const blocks = alerts.slice(0, 12).flatMap((alert) => blocksOf(alert, publicUrl));
      const rest = alerts.length - 12;
      if (rest > 0) blocks.push(section(`And ${rest} more: ${link(publicUrl, "/alerts", "see them all")}`));
      const text = alerts.length > 1 ? `${alerts.length} alerts` : escapeSlack(alerts[0].said.title);
      const body = JSON.stringify({ text, blocks, unfurl_links: false, unfurl_media: false });
      const headers = { "content-type": "application/json", "user-agent": "Berth" };
      return outcomeOf(outgoing.post(target.address, { headers, body }), FINAL);
    },
  };
}

function blocksOf({ id, said }: Alert, publicUrl: string): object[] {
  const text = [
    `*${escapeSlack(said.title)}*`,
    ...said.paragraphs.map(escapeSlack),
    link(publicUrl, said.path, "See it in Berth"),
  ];
  // Slack keeps it with the message, so that one that came twice can be known.
  return [{ ...section(text.join("\n")), block_id: id }];
}

const section = (text: string) => ({
  type: "section",
  text: { type: "mrkdwn", text: text.slice(0, TEXT_MOST) },
});
const link = (origin: string, path: string, label: string) => `<${new URL(path, origin).href}|${label}>`;

/** What somebody wrote mentions nobody and links nowhere. */
function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
