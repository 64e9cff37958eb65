import { z } from "zod";
import type { Reply } from "../ask.ts";
import { excerpt, judgeStatus, judgeUnserved, tooOften } from "../judge.ts";
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

/** The first that fits says what kind of no it is: a code before the sentence that explains it. */
const known: readonly (readonly [words: RegExp, kind: FailureKind])[] = [
  [/unauthori[sz]ed|forbidden|api key/i, "unauthorised"],
  // There may be too little of either, so "insufficient" alone says nothing.
  [/capacity/i, "no-capacity"],
  [/credit|balance|funds|payment/i, "insufficient-credit"],
  // Types and places come and go: who asks for one that went holds an old list.
  [/(instance_?type|region)\w*not_found/i, "offer-gone"],
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
  const unserved = judgeUnserved("bluelobster", reply);
  if (unserved) return unserved;
  const refusal = refusalIn(reply);
  if (refusal === null || status >= 500) return judgeStatus("bluelobster", reply);
  const { words } = refusal;
  // An error dressed as a success: nobody knows what was done.
  if (status < 400) return new ProviderFailure("bluelobster", "flaky", words);
  const kind = kindOf(refusal, status) ?? kindOfStatus.get(status);
  if (kind) return new ProviderFailure("bluelobster", kind, words, { mayBeDone: false });
  return judgeStatus("bluelobster", reply);
}

interface Refusal {
  code: string;
  words: string;
}

function kindOf({ code, words }: Refusal, status: number): FailureKind | undefined {
  // Being told what is wrong with a request, it need not match a word of it.
  if (status === 422) return undefined;
  const fitting = (text: string) => known.find(([pattern]) => pattern.test(text))?.[1];
  return fitting(code) ?? fitting(words);
}

function refusalIn({ status, body }: Reply): Refusal | null {
  const read = no.safeParse(body);
  if (!read.success) return null;
  const { error, message, errors } = read.data;
  if (status < 400 && !error) return null;
  const wrong = (errors ?? []).map((one) => `${one.field ?? ""} ${one.message ?? one.msg ?? ""}`.trim());
  const words = excerpt([error, message, ...wrong].filter(Boolean).join(" "));
  return { code: error ?? "", words: words || "refused without a reason" };
}
