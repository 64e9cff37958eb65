import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import type { Config } from "./config.ts";
import { escapeHtml } from "./escape-html.ts";

/** What a letter says. How letters look is decided here, once for all of them. */
export interface Letter {
  subject: string;
  paragraphs: readonly string[];
  /** Where the letter leads: an address, or a path of the console. */
  button?: { label: string; href: string };
  /** For the reader's calendar: what mail programs put into it, or take out, and a file for those that do not. */
  calendar?: { method: "REQUEST" | "CANCEL" | "PUBLISH"; ics: string };
}

export interface Addressed {
  /** The same letter sent twice carries the same id, so that a mail program shows it once. */
  id: string;
  to: string;
  letter: Letter;
  /** Where one gets no more such letters: a POST to it is enough (RFC 8058), and who opens it is asked first. */
  unsubscribe?: string;
}

export interface MailTransport {
  /** Resolves once a mail server has taken the letter over. Throws `MailRefused` when none ever will. */
  send(mail: Addressed): Promise<void>;
  close(): void;
}

/** The mail server said no, and would say so again. */
export class MailRefused extends Error {}

type MailConfig = Pick<Config, "SMTP_URL" | "MAIL_DIR" | "MAIL_FROM" | "PUBLIC_URL">;

/**
 * Sends by SMTP, or, where no mail server is configured, writes each letter to a file of MAIL_DIR. A
 * server that is silent for `patienceMs` is given up.
 */
export function makeMailTransport(config: MailConfig, patienceMs = 8_000): MailTransport {
  const write = (mail: Addressed) => ({
    from: config.MAIL_FROM,
    to: { name: "", address: mail.to },
    subject: mail.letter.subject,
    messageId: `<${mail.id}@${new URL(config.PUBLIC_URL).hostname}>`,
    ...render(mail.letter, config.PUBLIC_URL, mail.unsubscribe),
    ...(mail.letter.calendar && {
      icalEvent: {
        method: mail.letter.calendar.method,
        content: mail.letter.calendar.ics,
        filename: "berth.ics",
      },
    }),
    ...(mail.unsubscribe && {
      list: { unsubscribe: { url: mail.unsubscribe } },
      headers: { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
    }),
    // Nothing in a letter is ever read from this machine's files or fetched from elsewhere.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return config.SMTP_URL ? bySmtp(config.SMTP_URL, write, patienceMs) : toFolder(config.MAIL_DIR, write);
}

type Write = (mail: Addressed) => object;

function bySmtp(url: string, write: Write, patienceMs: number): MailTransport {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 5,
    dnsTimeout: patienceMs,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
  });
  return {
    async send(mail) {
      try {
        await transport.sendMail(write(mail));
      } catch (error) {
        if (isForGood(error)) throw new MailRefused(codeOf(error), { cause: error });
        throw error;
      }
    },
    close: () => transport.close(),
  };
}

function toFolder(folder: string, write: Write): MailTransport {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  return {
    async send(mail) {
      const { message } = await transport.sendMail(write(mail));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = join(folder, `${mail.id}.eml`);
      // Whoever looks into the folder sees whole letters only.
      await writeFile(`${file}.part`, message as Buffer, { mode: 0o600 });
      await rename(`${file}.part`, file);
    },
    close: () => transport.close(),
  };
}

interface SmtpError extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
}

/** A 5xx about the recipient or the letter is final; one about us (greeting, login) can be put right. */
function isForGood(error: unknown): boolean {
  const { responseCode = 0, command = "" } = error as SmtpError;
  return responseCode >= 500 && (command === "RCPT TO" || command === "DATA");
}

/** What happened, without what the server said: that may name addresses. */
export function codeOf(error: unknown): string {
  const { code, responseCode, command } = error as SmtpError;
  return [code, responseCode, command].filter(Boolean).join(" ") || "unknown";
}

export function render(letter: Letter, origin: string, unsubscribe?: string): { text: string; html: string } {
  const href = letter.button && new URL(letter.button.href, origin).href;
  const text = [...letter.paragraphs, ...(letter.button ? [`${letter.button.label}: ${href}`] : []), "Berth"];
  if (unsubscribe) text.push(`No more such mail: ${unsubscribe}`);
  const paragraph = (inner: string) => `<p style="margin:0 0 16px">${inner}</p>`;
  const button =
    letter.button && href
      ? paragraph(
          `<a href="${escapeHtml(href)}" style="display:inline-block;padding:10px 16px;border-radius:6px;` +
            `background:#18181b;color:#fafafa;text-decoration:none">${escapeHtml(letter.button.label)}</a>`,
        )
      : "";
  const html =
    `<!doctype html><html lang="en"><body style="font:16px/1.5 system-ui,sans-serif;color:#18181b;` +
    `max-width:34em;margin:0 auto;padding:24px">` +
    `${letter.paragraphs.map((one) => paragraph(escapeHtml(one))).join("")}${button}` +
    `<p style="margin:24px 0 0;color:#71717a">Berth${
      unsubscribe ? ` · <a href="${escapeHtml(unsubscribe)}" style="color:#71717a">No more such mail</a>` : ""
    }</p></body></html>`;
  return { text: `${text.join("\n\n")}\n`, html };
}
