import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { Webhook } from "standardwebhooks";

// What stands at the other end of alerts: a mail server that keeps what it gets, and a program that takes signed
// calls and believes none that it cannot verify.

export interface Inbox {
  url: string;
  /** The subjects of the letters, in the order they came. */
  subjects: string[];
  close(): Promise<void>;
}

export async function openInbox(): Promise<Inbox> {
  const subjects: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const head = Buffer.concat(chunks).toString().split("\r\n\r\n")[0] ?? "";
        const line = head
          .replace(/\r\n[ \t]+/g, " ")
          .split("\r\n")
          .find((one) => one.startsWith("Subject: "));
        subjects.push(wordsOf(line?.slice("Subject: ".length) ?? ""));
        done();
      });
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    subjects,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Header words in another alphabet than ASCII's (RFC 2047), as nodemailer writes them. */
function wordsOf(text: string): string {
  return text
    .replace(/\?= =\?/g, "?==?")
    .replace(/=\?UTF-8\?([QB])\?(.*?)\?=/gi, (_whole, kind: string, word: string) =>
      kind.toUpperCase() === "B"
        ? Buffer.from(word, "base64").toString()
        : Buffer.from(
            word
              .replaceAll("_", " ")
              .replace(/=([0-9A-F]{2})/g, (_hex, pair: string) =>
                String.fromCharCode(Number.parseInt(pair, 16)),
              ),
            "latin1",
          ).toString(),
    );
}

export interface Calls {
  url: string;
  /** What each verified call said, by its id. */
  verified: Map<string, { type: string; title: string; data: Record<string, unknown> }>;
  /** How many were taken, and how many could not be verified. */
  taken: number;
  refused: number;
  secret: string;
  /** It says that it never takes anything more. */
  isGone: boolean;
  close(): Promise<void>;
}

export async function takeCalls(): Promise<Calls> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (calls.isGone) return response.writeHead(410).end();
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      try {
        // The server's clock is ahead in a story, so the second is of its own time and not looked at here.
        const body = Buffer.concat(chunks).toString();
        const id = headers["webhook-id"] ?? "";
        const at = new Date(Number(headers["webhook-timestamp"]) * 1_000);
        const signed = new Webhook(calls.secret).sign(id, at, body);
        if (headers["webhook-signature"] !== signed) throw new Error("signed by somebody else");
        calls.verified.set(id, JSON.parse(body) as never);
        calls.taken += 1;
        response.writeHead(204).end();
      } catch {
        calls.refused += 1;
        response.writeHead(401).end();
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const calls: Calls = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    verified: new Map(),
    taken: 0,
    refused: 0,
    secret: "",
    isGone: false,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return calls;
}
