import { createServer, type Socket } from "node:net";
import { mkdtemp, readdir, readFile, stat } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SMTPServerOptions } from "smtp-server";
import { afterEach, expect, test } from "vitest";
import { startMailServer } from "../testing/mail-server.ts";
import { codeOf, type Letter, MailRefused, type MailTransport, makeMailTransport, render } from "./mail.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function mailServer(options: SMTPServerOptions = {}) {
  const server = await startMailServer(options);
  closing.push(() => server.close());
  return server;
}

function transportTo(url: string | undefined, { folder = "unused", patienceMs = 5_000 } = {}): MailTransport {
  const config = {
    SMTP_URL: url,
    MAIL_DIR: folder,
    MAIL_FROM: "Berth <berth@example.com>",
    PUBLIC_URL: "https://console.test",
  };
  const transport = makeMailTransport(config, patienceMs);
  closing.unshift(() => transport.close());
  return transport;
}

const letter: Letter = {
  subject: "Hello",
  paragraphs: ["A first.", "A second."],
  button: { label: "Look", href: "/offers" },
};

function saying(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

/** Headers of a message, unfolded. */
function headersOf(source: string): string[] {
  return (source.split("\r\n\r\n")[0] ?? "").replace(/\r\n[ \t]+/g, " ").split("\r\n");
}

test("a letter brings a calendar's file as what mail programs act on, and as a file for those that do not", async () => {
  const { url, received } = await mailServer();
  const ics = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR";
  const calendar = { method: "CANCEL", ics } as const;
  await transportTo(url).send({ id: "mail_1", to: "ada@example.com", letter: { ...letter, calendar } });
  const source = (received[0]?.source ?? "").replace(/\r\n[ \t]+/g, " ");
  expect(source).toMatch(/^Content-Type: text\/calendar; charset=utf-8; method=CANCEL/im);
  expect(source).toMatch(/^Content-Type: application\/ics; name=berth\.ics/im);
  expect(source).toContain("Content-Disposition: attachment; filename=berth.ics");
});

test("a letter arrives as text and as HTML, with an address that leads back to the console", async () => {
  const { url, received } = await mailServer();
  await transportTo(url).send({ id: "mail_1", to: "ada@example.com", letter });
  expect(received).toMatchObject([{ from: "berth@example.com", to: ["ada@example.com"] }]);
  const source = received[0]?.source ?? "";
  expect(headersOf(source)).toEqual(
    expect.arrayContaining(["Subject: Hello", "Message-ID: <mail_1@console.test>", "To: ada@example.com"]),
  );
  expect(source).toContain("Look: https://console.test/offers");
  expect(source).toContain('href=3D"https://console.test/offers"');
});

test("where a mail server offers STARTTLS a letter goes encrypted, and not at all to one that nobody vouches for", async () => {
  const secure: boolean[] = [];
  const { url, received } = await mailServer({
    disabledCommands: [],
    onMailFrom: (_address, session, done) => {
      secure.push(session.secure);
      done();
    },
  });
  const mail = { id: "mail_1", to: "ada@example.com", letter };
  const failure: unknown = await transportTo(url)
    .send(mail)
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ message: expect.stringContaining("certificate") as string });
  expect(failure).not.toBeInstanceOf(MailRefused);
  expect([secure, received]).toEqual([[], []]);
  await transportTo(`${url}?tls.rejectUnauthorized=false`).send(mail);
  expect(secure).toEqual([true]);
  expect(received).toHaveLength(1);
});

test("a letter is not sent in the clear where its operator requires TLS", async () => {
  const { url, received } = await mailServer();
  await expect(
    transportTo(`${url}?requireTLS=true`).send({ id: "mail_1", to: "ada@example.com", letter }),
  ).rejects.not.toBeInstanceOf(MailRefused);
  expect(received).toEqual([]);
});

test("T30: what somebody wrote adds no header, no recipient, no second letter and no markup", async () => {
  const { url, received } = await mailServer();
  const hostile =
    "Ada\r\nBcc: eve@evil.test\r\n\r\n<script>alert(1)</script>\r\n.\r\nMAIL FROM:<eve@evil.test>";
  await transportTo(url).send({
    id: "mail_1",
    to: "ada@example.com",
    letter: { subject: hostile, paragraphs: [hostile], button: { label: hostile, href: "/x" } },
  });
  expect(received).toHaveLength(1);
  expect(received[0]?.to).toEqual(["ada@example.com"]);
  const names = headersOf(received[0]?.source ?? "").map((line) => line.split(":")[0]?.toLowerCase());
  expect(names).not.toContain("bcc");
  expect(names.filter((name) => name === "subject")).toHaveLength(1);
  const { html } = render(
    { subject: "", paragraphs: [hostile], button: { label: hostile, href: '/"><b>' } },
    "https://c.test",
  );
  expect(html).not.toContain("<script>");
  expect(html).not.toContain("<b>");
});

test("T30: an address that is two is sent to neither", async () => {
  const { url, received } = await mailServer();
  const transport = transportTo(url);
  for (const to of [
    "ada@example.com, eve@evil.test",
    "ada@example.com\r\nBcc: eve@evil.test",
    "ada@example.com>\r\nRCPT TO:<eve@evil.test",
  ]) {
    await transport.send({ id: "mail_1", to, letter }).catch(() => {});
  }
  expect(received.flatMap((mail) => mail.to)).not.toContain("eve@evil.test");
});

test("G53: 550 to the recipient is a no for good; 421, 450 and a wrong password of ours are not", async () => {
  const refuse = (code: number): SMTPServerOptions => ({
    onRcptTo: (_address, _session, done) => done(saying(code, "no")),
  });
  const send = async (options: SMTPServerOptions, login = "") => {
    const { url } = await mailServer(options);
    const transport = transportTo(url.replace("//", `//${login}`));
    return transport.send({ id: "mail_1", to: "ada@example.com", letter }).catch((error: unknown) => error);
  };
  const forGood = await send(refuse(550));
  expect(forGood).toBeInstanceOf(MailRefused);
  expect((forGood as Error).message).not.toContain("ada@example.com");
  for (const code of [421, 450]) {
    const later = await send(refuse(code));
    expect(later).toBeInstanceOf(Error);
    expect(later, String(code)).not.toBeInstanceOf(MailRefused);
  }
  const locked = await send(
    { authOptional: false, onAuth: (_auth, _session, done) => done(saying(535, "no")) },
    "me:wrong@",
  );
  expect(locked).toBeInstanceOf(Error);
  expect(locked).not.toBeInstanceOf(MailRefused);
});

test("G45: a mail server that is away, hangs up or says nothing is a reason to try again, soon found", async () => {
  const hangsUp = await listener((socket) => socket.destroy());
  const saysNothing = await listener(() => {});
  for (const port of [1, hangsUp, saysNothing]) {
    const transport = transportTo(`smtp://127.0.0.1:${port}`, { patienceMs: 300 });
    const error: unknown = await transport
      .send({ id: "mail_1", to: "ada@example.com", letter })
      .catch((one: unknown) => one);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(MailRefused);
    expect(codeOf(error)).toMatch(/^E[A-Z]+/);
  }
});

async function listener(greet: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    greet(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

test("without a mail server a letter is a whole file that only its owner reads", async () => {
  const folder = join(await mkdtemp(join(tmpdir(), "berth-mail-")), "mail");
  const transport = transportTo(undefined, { folder });
  await transport.send({ id: "mail_1", to: "ada@example.com", letter });
  await transport.send({ id: "mail_1", to: "ada@example.com", letter });
  expect(await readdir(folder)).toEqual(["mail_1.eml"]);
  const file = join(folder, "mail_1.eml");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, "utf8")).toContain("To: ada@example.com");
});
