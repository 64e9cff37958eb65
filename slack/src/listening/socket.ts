import { SocketModeClient } from "@slack/socket-mode";
import { type Desk, hear, type Kind } from "../asking/desk.ts";
import { clientOptions, quietLogger } from "../calling.ts";

// Slack tells over a socket that the bot opened, so that nothing has to reach the bot from outside. Slack takes it back
// every few hours, and cables are pulled: each is followed by another, at once, or ever more patiently where none can be
// opened.

interface Envelope {
  ack: (answer?: Record<string, unknown>) => Promise<void>;
  type: string;
  body: unknown;
}

const kinds = new Set<string>(["events_api", "interactive", "slash_commands"] satisfies Kind[]);

export interface Socket {
  isOpen(): boolean;
  close(): Promise<void>;
}

export interface SocketPatience {
  /** The first wait after one that could not be opened; each is twice as long as the one before. */
  firstMs: number;
  /** One that was open for so long was a good one, too. */
  mostMs: number;
}

const usual: SocketPatience = { firstMs: 1_000, mostMs: 30_000 };

export function openSocket(
  desk: Desk,
  appToken: string,
  apiUrl: string,
  { firstMs, mostMs }: SocketPatience = usual,
): Socket {
  const client = new SocketModeClient({
    appToken,
    logger: quietLogger(desk.log),
    clientPingTimeout: 3_000,
    // Slack's own way to begin anew ends, where Slack does not answer, in an error that nobody can catch.
    autoReconnectEnabled: false,
    clientOptions: clientOptions(apiUrl, desk.log),
  });
  let isOpen = false;
  let closing = false;
  let ended = (): void => {};
  client.on("connected", () => (isOpen = true));
  client.on("disconnected", () => {
    isOpen = false;
    ended();
  });
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
    for (let waitMs = 0; !closing;) {
      const isOver = new Promise<void>((resolve) => (ended = resolve));
      const from = Date.now();
      try {
        await client.start();
        await isOver;
      } catch (error) {
        desk.log.warn("Slack’s socket could not be opened", { why: String(error) });
      }
      waitMs = Date.now() - from > mostMs ? 0 : Math.min(mostMs, Math.max(firstMs, 2 * waitMs));
      if (!closing) await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}
