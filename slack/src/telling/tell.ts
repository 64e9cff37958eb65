import type { WebClient } from "@slack/web-api";
import { isGone, type Outcome, outcomeOf } from "../calling.ts";
import type { Log } from "../log.ts";
import type { Memory } from "../kept/memory.ts";
import { sayCard, sayReply } from "../rules/card.ts";
import { type Due, nextEdit, nextPost, nextWaking, unheard } from "../rules/pacing.ts";
import type { Card, Trying } from "../rules/state.ts";
import { type Saying, sentence } from "../rules/words.ts";
import { findPosted, markOf } from "./lookup.ts";

// Sends what is not told yet, at Slack's pace: a message a second in a channel, and edits within what Slack takes of
// them in a minute. Before a message is sent it is noted that it will be, and afterwards that it was; what lies
// between the two is looked for in the channel before anything else is sent there.

const usualPace: Pace = { messageMs: 1_050, editMs: 1_000, settlesMs: 2_000, againMs: 1_000 };
/** Slack takes some fifty edits a minute, of all channels together. */
const EDITS_A_MINUTE = 50;
const EDITS_AT_ONCE = 10;
const LONGEST_WAIT_MS = 30_000;
const PROBE_MS = 60_000;
const RINGS_EVERY_MS = 15_000;

interface Lane {
  freeAt: number;
  isBusy: boolean;
  failures: number;
}

export interface Tellable {
  slack: WebClient;
  memory: Memory;
  log: Log;
  consoleUrl: string;
  pace?: Pace;
}

export interface Pace {
  /** How long a channel rests between two messages: a second, and what clocks differ by. */
  messageMs: number;
  editMs: number;
  /** How long a request that was cut may still be on its way. */
  settlesMs: number;
  /** The first wait after a call that was not answered; each is twice as long as the one before. */
  againMs: number;
}

export class Teller {
  readonly #to: Tellable;
  readonly #pace: Pace;
  readonly #lanes = new Map<string, Lane>();
  readonly #sending = new Set<Promise<void>>();
  #edits = { left: EDITS_AT_ONCE, at: Date.now() };
  #probedAt = 0;
  #wake = (): void => {};

  constructor(to: Tellable) {
    this.#to = to;
    this.#pace = to.pace ?? usualPace;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { memory } = this.#to;
    const forget = memory.onNote(() => this.#wake());
    signal.addEventListener("abort", () => this.#wake(), { once: true });
    while (!signal.aborted) {
      const wakeAt = this.#sendDue(Date.now());
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(Math.max(wakeAt - Date.now(), 5), 30_000));
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    forget();
    await Promise.all(this.#sending);
  }

  /** Begins all that may be sent now; the instant at which there may be more. */
  #sendDue(now: number): number {
    const { state } = this.#to.memory;
    if (state.workspace.gone !== null) return this.#probe(now);
    let wakeAt = nextWaking(state, now) ?? Number.POSITIVE_INFINITY;
    for (const channel of Object.keys(state.channels)) {
      const due: [string, Due | null][] = [
        [`${channel} post`, nextPost(state, channel, now)],
        [`${channel} edit`, nextEdit(state, channel, now)],
      ];
      for (const [name, what] of due) {
        const lane = this.#lane(name);
        if (!what || lane.isBusy) continue;
        const freeAt = what.what === "edit" ? Math.max(lane.freeAt, this.#editFreeAt(now)) : lane.freeAt;
        if (freeAt > now) wakeAt = Math.min(wakeAt, freeAt);
        else this.#begin(lane, what);
      }
    }
    return wakeAt;
  }

  #lane(name: string): Lane {
    let lane = this.#lanes.get(name);
    if (!lane) this.#lanes.set(name, (lane = { freeAt: 0, isBusy: false, failures: 0 }));
    return lane;
  }

  #editFreeAt(now: number): number {
    const a = 60_000 / EDITS_A_MINUTE;
    const left = Math.min(EDITS_AT_ONCE, this.#edits.left + (now - this.#edits.at) / a);
    this.#edits = { left, at: now };
    return left >= 1 ? now : now + Math.ceil((1 - left) * a);
  }

  #begin(lane: Lane, due: Due): void {
    lane.isBusy = true;
    if (due.what === "edit") this.#edits.left -= 1;
    const sent = this.#send(due)
      .then((outcome) => this.#after(lane, due, outcome))
      .catch((error: unknown) => {
        this.#to.log.error("telling failed", { why: error instanceof Error ? error.message : String(error) });
        lane.freeAt = Date.now() + LONGEST_WAIT_MS;
      })
      .finally(() => {
        lane.isBusy = false;
        this.#sending.delete(sent);
        this.#wake();
      });
    this.#sending.add(sent);
  }

  async #send(due: Due): Promise<Outcome<unknown>> {
    switch (due.what) {
      case "look":
        return this.#look(due.card);
      case "post":
        return this.#post(due.card, { part: "card", from: 0, to: due.card.counted, at: Date.now() });
      case "thread":
        return this.#post(due.card, { part: "thread", from: due.from, to: due.to, at: Date.now() });
      case "edit":
        return this.#edit(due.card);
    }
  }

  async #post(card: Card, asked: Trying): Promise<Outcome<unknown>> {
    const { slack, memory, consoleUrl } = this.#to;
    const trying = { ...asked, rings: rings(card, asked) };
    // More may happen to it while this is noted, and an edit that goes out at the same time may find it deleted: what is
    // said, and to which card, is that of now.
    const { ts, version } = card;
    const metadata = markOf(card, trying);
    const said =
      trying.part === "card" ? sayCard(card, consoleUrl) : sayReply(card, trying.from, trying.to, consoleUrl);
    await memory.note({ t: "trying", card: card.id, trying });
    const post = ({ text, blocks }: Saying) =>
      outcomeOf(
        slack.chat.postMessage({
          channel: card.channel,
          text,
          blocks,
          metadata,
          unfurl_links: false,
          unfurl_media: false,
          ...(trying.part === "thread" && {
            thread_ts: ts ?? "",
            reply_broadcast: trying.rings,
          }),
        } as Parameters<WebClient["chat"]["postMessage"]>[0]),
      );
    let outcome = await post(said);
    if (outcome.kind === "refused" && /^(invalid_blocks|msg_blocks_too_long)/.test(outcome.error)) {
      this.#to.log.error("Slack would not take the blocks of a card, so it is told as text", {
        card: card.id,
      });
      outcome = await post({ ...said, blocks: [] });
    }
    if (outcome.kind === "done")
      await memory.note({ t: "posted", card: card.id, ts: outcome.answer.ts ?? "", version });
    // It is not there: nothing has to be looked for.
    else if (outcome.kind !== "unsure") await memory.note({ t: "not-posted", card: card.id });
    if (outcome.kind === "refused" && /^(thread_not_found|message_not_found)/.test(outcome.error)) {
      await memory.note({ t: "lost", card: card.id, ts });
      return { kind: "done", answer: null };
    }
    return outcome;
  }

  async #look(card: Card): Promise<Outcome<unknown>> {
    const { slack, memory, log } = this.#to;
    const { trying, ts } = card;
    if (!trying) return { kind: "done", answer: null };
    const settled = trying.at + this.#pace.settlesMs - Date.now();
    if (settled > 0) await new Promise((resolve) => setTimeout(resolve, settled));
    const outcome = await findPosted(slack, card, trying);
    if (outcome.kind === "done") {
      const found = outcome.answer;
      await memory.note(
        found ? { t: "posted", card: card.id, ...found } : { t: "not-posted", card: card.id },
      );
    } else if (outcome.kind === "refused" && /^(missing_scope|not_in_channel)/.test(outcome.error)) {
      // It cannot be known, and twice is better than never.
      log.warn("the channel’s history cannot be read, so a message may be told twice", {
        channel: card.channel,
        error: outcome.error,
      });
      await memory.note({ t: "not-posted", card: card.id });
      return { kind: "done", answer: null };
    } else if (outcome.kind === "refused" && outcome.error.startsWith("thread_not_found")) {
      await memory.note({ t: "lost", card: card.id, ts });
      return { kind: "done", answer: null };
    }
    return outcome;
  }

  async #edit(card: Card): Promise<Outcome<unknown>> {
    const { slack, memory, consoleUrl } = this.#to;
    const { version, ts } = card;
    const { text, blocks } = sayCard(card, consoleUrl);
    const outcome = await outcomeOf(slack.chat.update({ channel: card.channel, ts: ts ?? "", text, blocks }));
    if (outcome.kind === "done") await memory.note({ t: "edited", card: card.id, version });
    if (outcome.kind !== "refused") return outcome;
    if (outcome.error.startsWith("message_not_found")) {
      await memory.note({ t: "lost", card: card.id, ts });
      return { kind: "done", answer: null };
    }
    if (
      /^(cant_update_message|edit_window_closed|invalid_blocks|msg_blocks_too_long|msg_too_long)/.test(
        outcome.error,
      )
    ) {
      this.#to.log.error("a card cannot be edited", { card: card.id, error: outcome.error });
      await memory.note({ t: "edited", card: card.id, version });
      return { kind: "done", answer: null };
    }
    return outcome;
  }

  async #after(lane: Lane, due: Due, outcome: Outcome<unknown>): Promise<void> {
    const { memory, log } = this.#to;
    const { channel } = due.card;
    const pace = due.what === "edit" ? this.#pace.editMs : this.#pace.messageMs;
    lane.freeAt = Date.now() + (due.what === "look" ? 0 : pace);
    lane.failures = outcome.kind === "unsure" ? lane.failures + 1 : 0;
    if (outcome.kind === "wait") {
      lane.freeAt = Date.now() + outcome.seconds * 1000;
      log.info("Slack asked for patience", { channel, seconds: outcome.seconds });
    } else if (outcome.kind === "unsure") {
      lane.freeAt = Date.now() + Math.min(LONGEST_WAIT_MS, this.#pace.againMs * 2 ** (lane.failures - 1));
      log.warn("Slack did not answer", { channel, why: outcome.why });
    } else if (outcome.kind === "refused") {
      await this.#refused(channel, outcome.error);
    } else if (memory.state.channels[channel]?.trouble && due.what !== "look") {
      await this.#settleTrouble(channel, null);
    }
  }

  async #refused(channel: string, error: string): Promise<void> {
    const { memory, log } = this.#to;
    if (isGone(error)) {
      log.error("the workspace has removed the bot; what happens is kept until it is back", { error });
      await memory.note({ t: "workspace", gone: error });
      return;
    }
    const isNew = !memory.state.channels[channel]?.trouble;
    log.error("nothing can be told in a channel; what happens is kept", { channel, error });
    await this.#settleTrouble(channel, error);
    if (isNew) await this.#tellSubscribers(channel, error);
  }

  async #settleTrouble(id: string, error: string | null): Promise<void> {
    const { memory } = this.#to;
    const channel = memory.state.channels[id];
    if (!channel) return;
    const trouble = error === null ? null : { error, since: Date.now() };
    await memory.note({ t: "channel", id, channel: { ...channel, trouble } });
  }

  /** Those who asked for it are told, each in their own conversation with the bot. */
  async #tellSubscribers(id: string, error: string): Promise<void> {
    const { slack, memory, log } = this.#to;
    const people = new Set(memory.state.channels[id]?.subscriptions.map(({ by }) => by));
    for (const person of people) {
      const { text, blocks } = sentence(
        `What you asked for in channel ${id} cannot be told there: ${explain(error)} It is kept, and told once it can be.`,
      );
      const outcome = await outcomeOf(slack.chat.postMessage({ channel: person, text, blocks }));
      if (outcome.kind !== "done")
        log.warn("a subscriber could not be told", { person, outcome: outcome.kind });
    }
  }

  #probe(now: number): number {
    const { slack, memory, log } = this.#to;
    if (now - this.#probedAt >= PROBE_MS) {
      this.#probedAt = now;
      const probed = outcomeOf(slack.auth.test())
        .then(async ({ kind }) => {
          if (kind !== "done") return;
          log.info("the workspace has the bot back");
          await memory.note({ t: "workspace", gone: null });
        })
        .catch((error: unknown) => log.error("Slack could not be asked", { why: String(error) }))
        .finally(() => this.#sending.delete(probed));
      this.#sending.add(probed);
    }
    return this.#probedAt + PROBE_MS;
  }
}

/**
 * An edit rings no bell, so an alarm on a card that is there already is shown in the channel, too; of a crowd of alarms,
 * which has a card of its own, a channel hears every so often.
 */
function rings(card: Card, { part, from, to, at }: Trying): boolean {
  if (part === "card") return false;
  if (card.gathers && at - (card.rangAt ?? 0) < RINGS_EVERY_MS) return false;
  return unheard(card, from, to);
}

function explain(error: string): string {
  if (error.startsWith("channel_not_found"))
    return "there is no such channel, or the bot was not invited to it.";
  if (error.startsWith("is_archived")) return "the channel is archived.";
  if (error.startsWith("not_in_channel")) return "the bot is not in the channel. Invite it.";
  if (error.startsWith("missing_scope"))
    return `the app lacks a scope${/ \(.*\)/.exec(error)?.[0] ?? ""}. Whoever runs it has to install it again.`;
  return `Slack says “${error}”.`;
}
