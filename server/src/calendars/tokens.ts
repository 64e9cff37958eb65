import type { Ctx } from "../platform/context.ts";
import { type ConnectionRow, updateConnection } from "./store/connections.ts";
import { GoogleFailure, readFailure } from "../platform/google/failure.ts";
import type { Google, Line, Tokens } from "../platform/google/google.ts";

/** A minute before it runs out another is asked for. */
const SPARE_MS = 60_000;

const placeOf = (connectionId: string, what: "refresh" | "access") =>
  `google calendar ${connectionId} ${what}`;

export function sealTokens(
  { seal }: Pick<Ctx, "seal">,
  connectionId: string,
  { access, refresh, expiresAt }: Tokens & { refresh: string },
): Pick<ConnectionRow, "sealedRefresh" | "sealedAccess" | "accessUntil"> {
  return {
    sealedRefresh: seal.close(refresh, placeOf(connectionId, "refresh")),
    sealedAccess: seal.close(access, placeOf(connectionId, "access")),
    accessUntil: expiresAt,
  };
}

export function openRefresh(
  { seal }: Pick<Ctx, "seal">,
  { id, sealedRefresh }: Pick<ConnectionRow, "id" | "sealedRefresh">,
): string | null {
  return seal.open(sealedRefresh, placeOf(id, "refresh"));
}

/** Speaks with Google on somebody's behalf. An access token that ran out is replaced, once, and kept. */
export class Speaker {
  readonly #ctx: Ctx;
  readonly #google: Google;
  readonly #connection: ConnectionRow;
  #line: Line | null = null;

  constructor(ctx: Ctx, google: Google, connection: ConnectionRow) {
    this.#ctx = ctx;
    this.#google = google;
    this.#connection = connection;
  }

  async ask<T>(question: (line: Line) => Promise<T>): Promise<T> {
    const line = (this.#line ??= await this.#open());
    try {
      return await question(line);
    } catch (error) {
      const failure = readFailure(error);
      if (failure.kind !== "unauthorized") throw failure;
      this.#line = await this.#renew();
      return question(this.#line);
    }
  }

  async #open(): Promise<Line> {
    const { id, sealedAccess, accessUntil, sealedRefresh } = this.#connection;
    const { seal } = this.#ctx;
    const soon = new Date(this.#ctx.now().getTime() + SPARE_MS);
    const access = sealedAccess === null ? null : seal.open(sealedAccess, placeOf(id, "access"));
    // What was sealed under an earlier secret is sealed anew with the next token.
    const fresh = seal.isFresh(sealedRefresh, placeOf(id, "refresh"));
    if (access === null || accessUntil === null || accessUntil <= soon || !fresh) return this.#renew();
    return this.#google.open(access);
  }

  async #renew(): Promise<Line> {
    const { id } = this.#connection;
    const refresh = openRefresh(this.#ctx, this.#connection);
    if (refresh === null) throw new GoogleFailure("reconnect", "its tokens were sealed under another secret");
    const tokens = await this.#google.refresh(refresh);
    const sealed = sealTokens(this.#ctx, id, { ...tokens, refresh: tokens.refresh ?? refresh });
    await updateConnection(this.#ctx, id, sealed);
    return this.#google.open(tokens.access);
  }
}
