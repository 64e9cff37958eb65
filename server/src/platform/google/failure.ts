// What Google says when it does not do what was asked, as far as it makes a difference to what is done then.

export type FailureKind =
  /** The access token ran out: another is to be had. */
  | "unauthorized"
  /** The person took their consent back, or it ran out: only they can mend it. */
  | "reconnect"
  /** Asked too much, too fast. */
  | "quota"
  /** Passes by itself, mostly. */
  | "flaky"
  | "not-found"
  | "gone"
  | "taken"
  /** Would be refused again. */
  | "refused";

export class GoogleFailure extends Error {
  readonly kind: FailureKind;
  readonly retryAfterMs: number | null;
  /** Nothing came back, and what was asked may have been done. */
  readonly isLost: boolean;
  constructor(
    kind: FailureKind,
    message: string,
    options: { cause?: unknown; retryAfterMs?: number; isLost?: boolean } = {},
  ) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.isLost = options.isLost ?? false;
  }
}

interface Said {
  status?: number;
  code?: string | number;
  response?: { status?: number; headers?: Headers; data?: unknown };
}

const overUse = new Set([
  "rateLimitExceeded",
  "userRateLimitExceeded",
  "quotaExceeded",
  "dailyLimitExceeded",
]);

/** What was thrown on the way to Google and back. */
export function readFailure(error: unknown): GoogleFailure {
  if (error instanceof GoogleFailure) return error;
  const { status: ownStatus, code, response } = error as Said;
  const status = response?.status ?? ownStatus ?? (typeof code === "number" ? code : undefined);
  const { name, reason } = readBody(response?.data);
  const kind = kindOf(status, name, reason);
  const seconds = Number(response?.headers?.get("retry-after") ?? Number.NaN);
  // What else stands in an answer may be somebody's own, and is not repeated.
  return new GoogleFailure(
    kind,
    `Google answered ${[status ?? code ?? "nothing", reason ?? name].filter(Boolean).join(" ")}`,
    {
      cause: error,
      isLost: status === undefined,
      ...(Number.isFinite(seconds) && { retryAfterMs: seconds * 1_000 }),
    },
  );
}

function kindOf(status: number | undefined, name: string | null, reason: string | null): FailureKind {
  if (name === "invalid_grant") return "reconnect";
  if (status === undefined || status >= 500 || status === 408) return "flaky";
  if (status === 429 || (status === 403 && reason !== null && overUse.has(reason))) return "quota";
  if (status === 401) return name === "invalid_client" ? "refused" : "unauthorized";
  if (status === 404) return "not-found";
  if (status === 409) return "taken";
  if (status === 410) return "gone";
  return "refused";
}

/** OAuth names its error, the API gives a list of reasons. */
function readBody(data: unknown): { name: string | null; reason: string | null } {
  const { error } = (typeof data === "object" && data !== null ? data : {}) as { error?: unknown };
  if (typeof error === "string") return { name: error, reason: null };
  const { errors } = (typeof error === "object" && error !== null ? error : {}) as {
    errors?: { reason?: string }[];
  };
  return { name: null, reason: errors?.[0]?.reason ?? null };
}
