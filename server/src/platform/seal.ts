import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import type { Random } from "./random.ts";

/**
 * Encrypts what must be read again later, so that a copy of the database alone tells nothing. The
 * key is made from BERTH_SECRET and never stored. `about` binds a sealed text to its place: moved
 * to another row it no longer opens.
 */
export interface Seal {
  close(text: string, about: string): string;
  /** Null when it was sealed under another secret, for another place, or was changed. */
  open(sealed: string, about: string): string | null;
  /** Whether it was sealed under the secret of today: what was not is sealed anew. */
  isFresh(sealed: string, about: string): boolean;
}

const VERSION = "s1";

/** What was sealed under one of the earlier secrets is opened still, so that a secret can be replaced. */
export function makeSeal(secret: string, random: Random, earlier: readonly string[] = []): Seal {
  const key = keyOf(secret);
  const keys = [key, ...earlier.map(keyOf)];
  return {
    close(text, about) {
      const nonce = random.bytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(about));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      const parts = [nonce, cipher.getAuthTag(), body].map((part) => Buffer.from(part).toString("base64url"));
      return [VERSION, ...parts].join(".");
    },
    open(sealed, about) {
      for (const one of keys) {
        const text = openWith(one, sealed, about);
        if (text !== null) return text;
      }
      return null;
    },
    isFresh: (sealed, about) => openWith(key, sealed, about) !== null,
  };
}

const keyOf = (secret: string) => Buffer.from(hkdfSync("sha256", secret, "", "berth: sealed at rest", 32));

function openWith(key: Buffer, sealed: string, about: string): string | null {
  const [version, ...parts] = sealed.split(".");
  const [nonce, tag, body] = parts.map((part) => Buffer.from(part, "base64url"));
  if (version !== VERSION || nonce?.length !== 12 || tag?.length !== 16 || !body) return null;
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(about)).setAuthTag(tag);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}
