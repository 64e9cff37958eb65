import type { Usd } from "./money.ts";

/** Who asks. Every row is read, and every change made, on behalf of one of these. */
export type Actor = Person | Key | Nobody | System;

/** Somebody signed in, working in one of their accounts. */
export interface Person {
  kind: "person";
  userId: string;
  signInId: string;
  accountId: string;
  role: Role;
  name: string;
  email: string;
  /** One of those who run this Berth, for every account: not a role that an account could give. */
  runsBerth: boolean;
  expiresAt: Date;
}

/** What says who asks, as a request's headers have it. */
export interface Credentials {
  authorization?: string | undefined;
  cookie?: string | undefined;
}

/** An API key of an account. */
export interface Key {
  kind: "key";
  keyId: string;
  accountId: string;
  name: string;
  scopes: readonly Scope[];
  /** How much it may set aside on one day, in UTC; null for whatever the account has. */
  spendCeilingPerDay: Usd | null;
  /** The consumers that it acts for and sees, and no others; null for all of the account. */
  consumers: readonly string[] | null;
  expiresAt: Date | null;
}

export interface Nobody {
  kind: "nobody";
}

/** Berth itself: its loops and jobs. */
export interface System {
  kind: "system";
}

export const roles = ["owner", "admin", "operator", "member", "viewer"] as const;
export type Role = (typeof roles)[number];

export const scopes = [
  "read",
  "accounts:write",
  "offers:write",
  "sessions:write",
  "reservations:write",
] as const;
export type Scope = (typeof scopes)[number];

export const NOBODY: Nobody = { kind: "nobody" };
export const SYSTEM: System = { kind: "system" };

/** The consumers that somebody is bound to; null for who acts for the whole account. */
export function boundTo(actor: Actor): readonly string[] | null {
  return actor.kind === "key" ? actor.consumers : null;
}

/** The id that tells one actor's streams, buckets and audit lines from another's. */
export function actorId(actor: Actor): string {
  switch (actor.kind) {
    case "person":
      return actor.signInId;
    case "key":
      return actor.keyId;
    default:
      return actor.kind;
  }
}

export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case "person":
      return actor.name;
    case "key":
      return `key “${actor.name}”`;
    case "system":
      return "Berth";
    case "nobody":
      return "Nobody";
  }
}
