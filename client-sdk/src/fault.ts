/** Why there is no answer. A refusal is an answer and never comes as one of these. */
export class BerthFault extends Error {
  override readonly name = "BerthFault";
  /**
   * The API's own word (UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT, RATE_LIMITED, …), or one for what
   * happened on the way: UNREACHABLE, TOO_SLOW, NOT_BERTH.
   */
  readonly code: string;
  /** Everything else that was said, such as `refusal` and its facts, `action` or `requestId`. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | null;
  /** It is certain that the request did not reach anything that could act on it. */
  readonly neverArrived: boolean;

  constructor(
    code: string,
    message: string,
    more: { facts?: Record<string, unknown>; neverArrived?: boolean; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.facts = more.facts ?? {};
    const { retryAfter } = this.facts;
    this.retryAfterSeconds = typeof retryAfter === "number" ? retryAfter : null;
    this.neverArrived = more.neverArrived ?? false;
  }
}

export interface SaidError {
  message: string;
  extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** The first of the errors in an answer, as a fault. */
export function faultOf(errors: readonly SaidError[], retryAfterHeader: string | null = null): BerthFault {
  const [first] = errors;
  const { code, ...said } = first?.extensions ?? {};
  const facts: Record<string, unknown> = said;
  const seconds = Number(retryAfterHeader);
  if (retryAfterHeader && Number.isFinite(seconds)) facts["retryAfter"] ??= seconds;
  return new BerthFault(
    typeof code === "string" ? code : "INTERNAL_SERVER_ERROR",
    first?.message ?? "Berth gave no reason.",
    { facts },
  );
}
