import { z } from "zod";
import type { Reply } from "../ask.ts";
import { excerpt, judgeStatus, judgeUnserved, tooOften } from "../judge.ts";
import { type FailureKind, ProviderFailure } from "../provider.ts";

// How TensorDock says no: {errors: [{status, title, detail}]}, a bare list [{code, message, path}] for a
// request of the wrong shape, or {status: 4xx, error: TEXT}, which may come with a status of 200.

const text = z.string().nullish().catch(null);
const number = z.coerce.number().int().min(400).max(599);

const errors = z.looseObject({
  errors: z.array(z.looseObject({ status: number.nullish().catch(null), title: text, detail: text })).min(1),
});
const misshapen = z.array(z.looseObject({ code: z.string(), message: z.string() })).min(1);
const flat = z.looseObject({ status: number, error: text, message: text });
/** What has an id is a machine, whatever is wrong with it. */
const bare = z.looseObject({ error: z.string(), id: z.undefined().optional() });

interface No {
  status: number;
  words: string;
}

// Nothing but the words tells these from other refusals.
const CAPACITY =
  /no (?:available )?nodes|nodes? (?:are )?(?:not )?(?:un)?available|(?:insufficient|not enough|no) (?:gpu )?capacity|at capacity|capacity limit|gpu capacity|out of stock/i;
const PUBLIC_IP = /no (?:available )?public ips?/i;
const MONEY = /insufficient (?:balance|funds|credit)|balance (?:is )?too low|payment required/i;

/** The first that fits says what kind of no it is. */
const known: readonly (readonly [words: RegExp, kind: FailureKind])[] = [
  [CAPACITY, "no-capacity"],
  [PUBLIC_IP, "no-capacity"],
  [MONEY, "insufficient-credit"],
  [/unauthori[sz]ed|invalid (?:api )?(?:token|key)/i, "unauthorised"],
  [/not found/i, "not-found"],
];

const byStatus: ReadonlyMap<number, FailureKind> = new Map([
  [401, "unauthorised"],
  [402, "insufficient-credit"],
  [403, "unauthorised"],
  [404, "not-found"],
  [410, "not-found"],
]);

/** Why a reply is not an answer; null when it is one. The status of a reply is believed last. */
export function judge(reply: Reply): ProviderFailure | null {
  const unserved = judgeUnserved("tensordock", reply);
  if (unserved) return unserved;
  const no = refusalIn(reply);
  const status = no?.status ?? reply.status;
  if (status === 429) return tooOften("tensordock", reply);
  if (!no || status >= 500) return no ? fault(no) : judgeStatus("tensordock", reply);
  const kind = known.find(([words]) => words.test(no.words))?.[1] ?? byStatus.get(status) ?? "nonsense";
  return new ProviderFailure("tensordock", kind, no.words, { mayBeDone: false });
}

function fault({ status, words }: No): ProviderFailure {
  return new ProviderFailure("tensordock", "flaky", `answered ${status}: ${words}`);
}

function refusalIn({ status, body }: Reply): No | null {
  const listed = errors.safeParse(body);
  if (listed.success) {
    const [first] = listed.data.errors;
    const words = [first?.title, first?.detail].filter(Boolean).join(": ");
    return { status: first?.status ?? refusing(status), words: said(words) };
  }
  const wrong = status < 400 ? null : misshapen.safeParse(body);
  if (wrong?.success) return { status, words: said(wrong.data.map(({ message }) => message).join("; ")) };
  const inside = flat.safeParse(body);
  if (inside.success)
    return { status: inside.data.status, words: said(inside.data.error ?? inside.data.message ?? "") };
  const alone = bare.safeParse(body);
  return alone.success ? { status: refusing(status), words: said(alone.data.error) } : null;
}

/** Errors that came with a success and without a status of their own may be of any kind. */
function refusing(status: number): number {
  return status >= 400 ? status : 500;
}

function said(words: string): string {
  return excerpt(words) || "refused without a reason";
}

export function isForWantOfAddress(failure: ProviderFailure): boolean {
  return failure.kind === "no-capacity" && PUBLIC_IP.test(failure.message);
}
