import { createHash } from "node:crypto";

/**
 * By what Berth knows its own machines among all that an account at a provider holds: whose they are,
 * and until when. It must fit the narrowest place a provider has for it, which is a name of 64
 * letters, digits and hyphens that neither begins nor ends with a hyphen:
 *
 *   berth-<deployment>-<session>-<expiry>-<sum>-<consumer>
 *
 * The sum tells a mark from a name that happens to look like one, and from one that was cut short.
 */
export interface Mark {
  /** Which installation of Berth: one to eight small letters and digits. It touches no other's machines. */
  deployment: string;
  /** The id of the session that the machine is for. */
  session: string;
  /** When the machine is to be gone at the latest, to the second. */
  expiresAt: Date;
  /** Whom it is for, for people who look at the provider's own pages. As much of it as fits is kept. */
  consumer: string | null;
}

export const MARK_LENGTH_MAX = 64;

const DEPLOYMENT = /^[a-z0-9]{1,8}$/;
const SESSION = /^ses_([0-9a-hjkmnp-tv-z]{26})$/;
const WRITTEN =
  /^berth-([a-z0-9]{1,8})-([0-9a-hjkmnp-tv-z]{26})-([0-9a-z]{1,7})-([0-9a-f]{4})(?:-([a-z0-9](?:[a-z0-9-]*[a-z0-9])?))?$/;

export function writeMark({ deployment, session, expiresAt, consumer }: Mark): string {
  const [, sessionDigits] = SESSION.exec(session) ?? [];
  const seconds = Math.ceil(expiresAt.getTime() / 1000);
  if (!DEPLOYMENT.test(deployment)) throw new RangeError(`not a deployment's name: ${deployment}`);
  if (!sessionDigits) throw new RangeError(`not a session's id: ${session}`);
  if (!(seconds > 0 && seconds < 36 ** 7)) throw new RangeError("a mark expires at an instant to come");
  const facts = `berth-${deployment}-${sessionDigits}-${seconds.toString(36)}`;
  const kept = slug(consumer ?? "", MARK_LENGTH_MAX - facts.length - "-sum0-".length);
  return `${facts}-${sumOf(facts, kept)}${kept && `-${kept}`}`;
}

/** Null for whatever is not a mark, whole and unchanged. Some providers fold the case of names; that is no change. */
export function readMark(text: string | null | undefined): Mark | null {
  const match = WRITTEN.exec((text ?? "").trim().toLowerCase());
  if (!match) return null;
  const [, deployment = "", session = "", expiry = "", sum = "", consumer = ""] = match;
  if (sum !== sumOf(`berth-${deployment}-${session}-${expiry}`, consumer)) return null;
  return {
    deployment,
    session: `ses_${session}`,
    expiresAt: new Date(Number.parseInt(expiry, 36) * 1000),
    consumer: consumer || null,
  };
}

function sumOf(facts: string, consumer: string): string {
  return createHash("sha256").update(`${facts} ${consumer}`).digest("hex").slice(0, 4);
}

/** What is left of a text as small letters and digits, with hyphens between. */
function slug(text: string, length: number): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, length)
    .replace(/-+$/, "");
}
