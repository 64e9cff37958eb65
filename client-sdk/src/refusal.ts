// A no that the caller can understand is a member of the result, told by its __typename. Every one has
// a sentence; the operations of this package ask for its facts, too.

export interface Refused {
  readonly __typename: string;
  readonly message: string;
}

/** What was granted: the result without its refusals. */
export type Granted<Result> = Exclude<Result, { message: string }>;
/** The refusals of a result. */
export type RefusalOf<Result> = Extract<Result, { message: string }>;

export function isRefused<Result extends object>(result: Result): result is RefusalOf<Result> {
  return "message" in result && typeof result.message === "string";
}

/** For who treats every no alike: what was granted, or the refusal thrown. */
export function granted<Result extends object>(result: Result): Granted<Result> {
  if (isRefused(result)) throw new RefusedError(result as object as Refused);
  return result as Granted<Result>;
}

export class RefusedError extends Error {
  override readonly name = "RefusedError";
  readonly refusal: Refused;

  constructor(refusal: Refused) {
    super(refusal.message);
    this.refusal = refusal;
  }
}
