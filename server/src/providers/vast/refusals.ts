import { z } from "zod";
import type { Reply } from "../ask.ts";
import { excerpt, judgeStatus, judgeUnserved, tooOften } from "../judge.ts";
import { type FailureKind, ProviderFailure } from "../provider.ts";

// How Vast.ai says no. The usual shape is {success, error, msg}; some bodies leave out one of them, or say
// "message" or "detail" instead; the status may be 200 all the same, and a 400 may mean a 404.

const text = z.string().optional().catch(undefined);
const no = z.looseObject({
  success: z.boolean().optional().catch(undefined),
  error: text,
  msg: text,
  message: text,
  detail: text,
});

/** The first that fits says what kind of no it is. */
const known: readonly (readonly [words: RegExp, kind: FailureKind])[] = [
  [/auth_error|invalid user key|requires login|not_authorized|permission/i, "unauthorised"],
  [/insufficient[_ ]credit|lacks credit/i, "insufficient-credit"],
  [/no_such_ask|no longer available|ask_not_found|not your own/i, "offer-gone"],
  [/no_such_instance|no_such_ssh_key|not_found|not found/i, "not-found"],
  [/resources_unavailable|resources are currently unavailable/i, "no-capacity"],
];

/** Why a reply is not an answer; null when it is one. */
export function judge(reply: Reply): ProviderFailure | null {
  // One that names a contract is an answer, whatever else it says: there is a machine to be looked after.
  if (contractIn(reply.body) !== null) return null;
  const unserved = judgeUnserved("vast", reply);
  if (unserved) return unserved;
  const said = refusalIn(reply);
  if (reply.status === 429 || isThrottle(said ?? "")) return tooOften("vast", reply);
  if (said === null || reply.status >= 500) return judgeStatus("vast", reply);
  const kind = known.find(([words]) => words.test(said))?.[1] ?? kindOfStatus.get(reply.status);
  if (kind) return new ProviderFailure("vast", kind, said, { mayBeDone: false });
  return (
    judgeStatus("vast", reply) ?? new ProviderFailure("vast", "flaky", said || "refused without a reason")
  );
}

/** Refusals in words that nobody has heard yet. */
const kindOfStatus: ReadonlyMap<number, FailureKind> = new Map([
  [400, "nonsense"],
  [410, "offer-gone"],
  [411, "insufficient-credit"],
  [422, "nonsense"],
]);

/** What it says, if it says no; its throttle says so in plain text more often than in JSON. */
function refusalIn({ status, body, text }: Reply): string | null {
  if (body === undefined) return isThrottle(text.slice(0, 200)) ? excerpt(text) : null;
  const read = no.safeParse(body);
  if (!read.success || (status < 400 && read.data.success !== false)) return null;
  const { error = "", msg, message, detail } = read.data;
  return excerpt(`${error} ${msg ?? message ?? detail ?? ""}`.trim());
}

function isThrottle(text: string): boolean {
  return /API requests too frequent|endpoint threshold=/i.test(text);
}

const contract = z.looseObject({
  new_contract: z.union([z.number().int().positive(), z.string().regex(/^[1-9]\d*$/)]),
});

/** The id of the instance that a create made. */
export function contractIn(value: unknown): string | null {
  const read = contract.safeParse(value);
  return read.success ? String(read.data.new_contract) : null;
}
