import { z } from "zod";
import type { Reply } from "../ask.ts";
import { excerpt, judgeStatus, tooOften } from "../judge.ts";
import { type FailureKind, ProviderFailure } from "../provider.ts";

// How Blue Lobster says no: {detail: {error, message}}, or {error, message, errors: [{field, message}]} for what is
// wrong with a request. What stands before it also says {detail: TEXT}, and a list there for what it cannot read.

const text = z.string().nullish().catch(null);
const fields = z.array(z.looseObject({ field: text, message: text, msg: text }));
const said = z.looseObject({ error: text, message: text, errors: fields.nullish().catch(null) });
type Said = z.infer<typeof said>;

const no = z.union([
  z.looseObject({ detail: z.string() }).transform(({ detail }): Said => ({ error: detail })),
  z
    .looseObject({ detail: fields })
    .transform(({ detail }): Said => ({ error: "validation_error", errors: detail })),
  z.looseObject({ detail: said }).transform(({ detail }) => detail),
  said,
]);

/** The first that fits says what kind of no it is. */
const known: readonly (readonly [words: RegExp, kind: FailureKind])[] = [
  [/unauthori[sz]ed|forbidden|api key/i, "unauthorised"],
  [/insufficient|credit|balance|payment/i, "insufficient-credit"],
  [/no_capacity|capacity/i, "no-capacity"],
  // Types and places come and go: who asks for one that went holds an old list.
  [/(instance_?type|region)\w*not_found/i, "offer-gone"],
  // This is how a path is refused that nobody serves, which says nothing of what it stands for.
  [/^not found$/i, "nonsense"],
  [/not_found|not found/i, "not-found"],
];

/** Refusals in words that nobody has heard yet. */
const kindOfStatus: ReadonlyMap<number, FailureKind> = new Map([
  [400, "nonsense"],
  [402, "insufficient-credit"],
  [409, "no-capacity"],
  [422, "nonsense"],
]);

/** Why a reply is not an answer; null when it is one. */
export function judge(reply: Reply): ProviderFailure | null {
  const { status } = reply;
  if (status === 429) return tooOften("bluelobster", reply);
  const words = refusalIn(reply);
  if (words === null || status >= 500) return judgeStatus("bluelobster", reply);
  // An error dressed as a success: nobody knows what was done.
  if (status < 400) return new ProviderFailure("bluelobster", "flaky", words);
  // Being told what is wrong with a request, it need not match a word of it.
  const kind =
    (status === 422 ? null : known.find(([pattern]) => pattern.test(words))?.[1]) ?? kindOfStatus.get(status);
  if (kind) return new ProviderFailure("bluelobster", kind, words, { mayBeDone: false });
  return judgeStatus("bluelobster", reply);
}

function refusalIn({ status, body }: Reply): string | null {
  const read = no.safeParse(body);
  if (!read.success) return null;
  const { error, message, errors } = read.data;
  if (status < 400 && !error) return null;
  const wrong = (errors ?? []).map((one) => `${one.field ?? ""} ${one.message ?? one.msg ?? ""}`.trim());
  return excerpt([error, message, ...wrong].filter(Boolean).join(" ")) || "refused without a reason";
}
