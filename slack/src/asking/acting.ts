import { randomBytes } from "node:crypto";
import {
  ApproveStartDocument,
  BerthFault,
  CreateReservationDocument,
  DeclineStartDocument,
  ExtendReservationDocument,
  ExtendSessionDocument,
  isRefused,
  StopSessionDocument,
} from "@berth/client-sdk";
import type { ActionsBlock } from "@slack/types";
import type { Log } from "../log.ts";
import type { Memory } from "../kept/memory.ts";
import type { Action, Confirmation } from "../rules/state.ts";
import { dollars, lines, say, sayInstant, sentence, type Words } from "../rules/words.ts";
import type { People } from "./people.ts";
import type { Replies } from "./replying.ts";

// What costs or ends something is shown with its cost, and done once it is confirmed: by the same person, within five
// minutes, once. That it is taken is on the disk before Berth is asked, and Berth is asked with a key made for it, so
// that neither two clicks nor a crash between two lines do it twice, and a crash does not leave it undone.

const CONFIRM_WITHIN_MS = 5 * 60_000;
const LEFT_AFTER_MS = 24 * 3_600_000;
const IN_HAND = "IN_HAND";

export interface Acting {
  /** What is being done at this moment. */
  inHand: Set<string>;
  /** What was said last of what is tried again: nobody is told the same every minute. */
  said: Map<string, string>;
  memory: Memory;
  people: People;
  replies: Replies;
  log: Log;
}

export interface Asked {
  user: string;
  channel: string;
  responseUrl: string;
}

/** Shows what it costs, with a button to do it and one to leave it. */
export async function askToConfirm(
  { memory, replies }: Acting,
  { user, channel, responseUrl }: Asked,
  action: Action,
  words: { plain: string; said: Words[]; yes: string; isDanger?: boolean; until?: number; replace?: boolean },
): Promise<void> {
  const id = randomBytes(16).toString("base64url");
  const until = Math.min(Date.now() + CONFIRM_WITHIN_MS, words.until ?? Number.POSITIVE_INFINITY);
  await memory.note({
    t: "asked",
    confirmation: { id, user, channel, action, until, responseUrl, state: "open" },
  });
  const buttons: ActionsBlock = {
    type: "actions",
    elements: [
      {
        type: "button",
        action_id: "confirm.yes",
        value: id,
        style: words.isDanger ? "danger" : "primary",
        text: { type: "plain_text", text: words.yes },
      },
      { type: "button", action_id: "confirm.no", value: id, text: { type: "plain_text", text: "Leave it" } },
    ],
  };
  const saying = say(words.plain, lines(...words.said), buttons);
  await (words.replace === false ? replies.add(responseUrl, saying) : replies.replace(responseUrl, saying));
}

/** What a click does: nothing when it was done, is being done, is too late or is somebody else's. */
export async function confirm(acting: Acting, id: string, by: Asked, yes: boolean): Promise<void> {
  const { memory, replies } = acting;
  const confirmation = memory.state.confirmations[id];
  // Whoever pressed first has it, and tells what came of it.
  if (confirmation && confirmation.state !== "open") return;
  if (!confirmation || confirmation.until < Date.now())
    return replies.say(by.responseUrl, "This was asked too long ago. Nothing was done; ask again.");
  if (confirmation.user !== by.user) return replies.add(by.responseUrl, sentence("Somebody else was asked."));
  if (!yes) {
    await memory.note({ t: "done", id });
    return replies.say(by.responseUrl, "Nothing was done.");
  }
  acting.inHand.add(id);
  try {
    await memory.note({ t: "taken", id });
  } catch (error) {
    acting.inHand.delete(id);
    throw error;
  }
  await finish(acting, { ...confirmation, responseUrl: by.responseUrl });
}

/**
 * What was taken when the program was killed, or when Berth was away, is brought to its end: Berth knows whether it
 * was done. A day later nobody waits for it, and it is left.
 */
export async function finishTaken(acting: Acting): Promise<void> {
  const { memory, inHand } = acting;
  const taken = Object.values(memory.state.confirmations).filter(
    ({ id, state }) => state === "taken" && !inHand.has(id),
  );
  for (const confirmation of taken) {
    if (Date.now() - confirmation.until > LEFT_AFTER_MS)
      await memory.note({ t: "done", id: confirmation.id });
    else await finish(acting, confirmation);
  }
}

async function finish(acting: Acting, confirmation: Confirmation): Promise<void> {
  const { inHand } = acting;
  inHand.add(confirmation.id);
  await finishOnce(acting, confirmation).finally(() => inHand.delete(confirmation.id));
}

async function finishOnce(
  { memory, replies, people, said, log }: Acting,
  { id, user, action, responseUrl }: Confirmation,
): Promise<void> {
  let words: string;
  try {
    const person = people.find(user);
    words = person
      ? await perform(person.berth, action, `slack-${id}`)
      : "You are no longer linked to Berth. Nothing was done; `/gpu link` links you.";
  } catch (error) {
    words = sayFault(error);
    log.warn("what was confirmed could not be done", { action: action.name, why: words });
    if (error instanceof BerthFault && unsure.has(error.code)) {
      if (said.get(id) === words) return;
      said.set(id, words);
      await replies.say(responseUrl, `${words} It is tried again, and done once.`);
      return;
    }
  }
  said.delete(id);
  await memory.note({ t: "done", id });
  await replies.say(responseUrl, words);
}

/**
 * It may have been done by this try or an earlier one, so it is not over: asked for anew, under another key, it could
 * be done twice.
 */
const unsure = new Set([
  "UNREACHABLE",
  "TOO_SLOW",
  "UNAVAILABLE",
  "TIMEOUT",
  "RATE_LIMITED",
  "INTERNAL_SERVER_ERROR",
  IN_HAND,
]);

type Berth = NonNullable<ReturnType<People["find"]>>["berth"];

async function perform(berth: Berth, action: Action, idempotencyKey: string): Promise<string> {
  switch (action.name) {
    case "stop": {
      const { stopSession: result } = await berth.ask(StopSessionDocument, { sessionId: action.sessionId });
      if (isRefused(result)) return no(result);
      return `Its end was asked for. It has cost ${dollars(result.cost)} until now; its card says when the machine is gone.`;
    }
    case "extend-session": {
      const { sessionId, hours } = action;
      const { extendSession: result } = await berth.ask(ExtendSessionDocument, {
        sessionId,
        hours,
        idempotencyKey,
      });
      if (isRefused(result)) return no(result);
      return `Extended by ${hours} h${result.endsAt ? `: it ends at ${sayInstant(result.endsAt)}` : ""}.`;
    }
    case "extend-reservation": {
      const { reservationId, endsAt, expectedTotal } = action;
      const { extendReservation: result } = await berth.ask(ExtendReservationDocument, {
        reservationId,
        endsAt,
        expectedTotal,
        idempotencyKey,
      });
      if (isRefused(result)) return no(result);
      return `Extended until ${sayInstant(result.endsAt)}. It costs ${dollars(result.total)} in all.`;
    }
    case "reserve": {
      const { quoteId, expectedTotal } = action;
      const { createReservation: result } = await berth.ask(CreateReservationDocument, {
        input: { quoteId, expectedTotal },
        idempotencyKey,
      });
      if (isRefused(result)) return no(result);
      return `Booked: ${result.gpus} × ${result.pool.gpuModel} from ${sayInstant(result.startsAt)}, for ${dollars(result.total)}. It is ${result.id}.`;
    }
    case "approve": {
      const { approveStart: result } = await berth.ask(ApproveStartDocument, { requestId: action.requestId });
      if (isRefused(result)) return no(result);
      const { said, begunId, because } = result;
      return begunId
        ? `Approved: ${said} begins. It is ${begunId}.`
        : `Approved, and ${said} could not begin${because ? `: ${because}` : "."}`;
    }
    case "decline": {
      const { declineStart: result } = await berth.ask(DeclineStartDocument, { requestId: action.requestId });
      if (isRefused(result)) return no(result);
      return `Declined: ${result.said}.`;
    }
  }
}

/** A refusal, in its own words; that it is still being answered is none. */
function no({ __typename, message }: { __typename: string; message: string }): string {
  if (__typename === "IdempotencyKeyInUse") throw new BerthFault(IN_HAND, "Berth is still at it.");
  return message;
}

/** Why there is no answer, for the person who asked. */
export function sayFault(error: unknown): string {
  if (!(error instanceof BerthFault))
    return "Something went wrong here. Whoever runs the bot finds it in its log.";
  switch (error.code) {
    case "UNAUTHENTICATED":
      return "Your key no longer opens Berth: it was revoked, or has expired. `/gpu link` takes another.";
    case "FORBIDDEN":
      return "Your key may not do this. Make one with more scopes in the console, and say `/gpu link` again.";
    case "RATE_LIMITED":
      return `Berth asks for patience${error.retryAfterSeconds ? `: ${error.retryAfterSeconds} s` : ""}.`;
    case "UNREACHABLE":
    case "TOO_SLOW":
    case "UNAVAILABLE":
      return "Berth does not answer at the moment.";
    default:
      return error.message;
  }
}
