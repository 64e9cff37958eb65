import { SocketModeClient } from "@slack/socket-mode";
import { type Desk, hear, type Kind } from "../asking/desk.ts";
import { clientOptions, quietLogger } from "../calling.ts";

// Slack tells over a socket that the bot opened, so that nothing has to reach the bot from outside. Slack's own client
// keeps it open; when it gives up, it is begun again.

interface Envelope {
  ack: (answer?: Record<string, unknown>) => Promise<void>;
  type: string;
  body: unknown;
}

const kinds = new Set<string>(["events_api", "interactive", "slash_commands"] satisfies Kind[]);
const AGAIN_MS = 5_000;

export interface Socket {
  isOpen(): boolean;
  close(): Promise<void>;
}

export function openSocket(desk: Desk, appToken: string, apiUrl: string): Socket {
  const client = new SocketModeClient({
    appToken,
    logger: quietLogger(desk.log),
    clientPingTimeout: 3_000,
    clientOptions: clientOptions(apiUrl, desk.log),
  });
  let isOpen = false;
  let closing = false;
  client.on("connected", () => (isOpen = true));
  for (const name of ["disconnected", "reconnecting", "close"]) client.on(name, () => (isOpen = false));
  client.on("slack_event", ({ ack, type, body }: Envelope) => {
    if (!kinds.has(type)) return;
    const { answer } = hear(desk, type as Kind, body);
    ack((answer ?? undefined) as Record<string, unknown> | undefined).catch((error: unknown) => {
      desk.log.warn("Slack could not be answered", { why: String(error) });
    });
  });
  void keepOpen();
  return {
    isOpen: () => isOpen,
    async close() {
      closing = true;
      await Promise.race([client.disconnect(), new Promise((resolve) => setTimeout(resolve, 1_000))]);
    },
  };

  async function keepOpen(): Promise<void> {
    while (!closing && !isOpen) {
      try {
        await client.start();
      } catch (error) {
        desk.log.warn("Slack’s socket could not be opened", { why: String(error) });
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }
}
