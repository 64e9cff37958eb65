import { PoolsDocument, ReservationNowDocument, SessionNowDocument } from "@berth/client-sdk";
import type { KnownBlock, ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { outcomeOf } from "../calling.ts";
import { type Command, parseCommand } from "../rules/command.ts";
import { type Saying, sentence } from "../rules/words.ts";
import { type Acting, confirm, sayFault } from "./acting.ts";
import { chooseSession, find, help, sayBudgets, sayCost, sayForecast } from "./answers.ts";
import { setChannel } from "./channels.ts";
import { extendForm, type FormName, linkForm, messageForm, reserveForm, waitingForm } from "./forms.ts";
import {
  BlockActions,
  ChannelEvent,
  EventCallback,
  LinkShared,
  Origin,
  SlashCommand,
  type Values,
  valueOf,
  ViewSubmission,
} from "./payloads.ts";
import type { Person } from "./people.ts";
import { proposeDecision, proposeExtension, proposeReservation, proposeStop } from "./proposing.ts";
import { blocksOf, readLink } from "./unfurl.ts";

// Where everything from Slack arrives, whichever way it came. What has to be answered within three seconds is answered
// without asking anybody; the rest follows where Slack says that it may be left.

export type Kind = "events_api" | "interactive" | "slash_commands";

export interface Desk extends Acting {
  slack: WebClient;
  consoleUrl: string;
  zone: string;
}

export interface Heard {
  /** What is said with the acknowledgement. */
  answer: object | null;
  /** What is done afterwards; it never fails. */
  rest: Promise<void>;
}

const EVENT_KEPT_MS = 60 * 60_000;
const LINK_FIRST = "Link yourself to Berth first, once: say `/gpu link`.";

export function hear(desk: Desk, kind: Kind, payload: unknown): Heard {
  const nothing = { answer: null, rest: Promise.resolve() };
  switch (kind) {
    case "slash_commands": {
      const said = SlashCommand.safeParse(payload).data;
      return said ? hearCommand(desk, said) : nothing;
    }
    case "interactive": {
      const pressed = BlockActions.safeParse(payload).data;
      if (pressed)
        return { answer: null, rest: safely(desk, pressed.response_url, () => press(desk, pressed)) };
      const sent = ViewSubmission.safeParse(payload).data;
      return sent ? submit(desk, sent) : nothing;
    }
    case "events_api": {
      const event = EventCallback.safeParse(payload).data;
      return event ? { answer: null, rest: safely(desk, undefined, () => hearEvent(desk, event)) } : nothing;
    }
  }
}

type Said = ReturnType<typeof SlashCommand.parse>;

function hearCommand(desk: Desk, said: Said): Heard {
  const command = parseCommand(said.text);
  if (command.name === "help") return answered(help());
  if (command.name === "unknown") return answered(sentence(command.says));
  const rest = safely(desk, said.response_url, () => answer(desk, said, command));
  // A form says by itself that something happens.
  const opensForm =
    command.name === "link" ||
    (command.name === "reserve" && !command.wanted) ||
    (command.name === "extend" && command.id !== null && command.hours === null);
  if (opensForm) return { answer: null, rest };
  return { ...answered(sentence("Asking Berth…")), rest };
}

function answered(saying: Saying): Heard {
  return { answer: { response_type: "ephemeral", ...saying }, rest: Promise.resolve() };
}

type Asking = Exclude<Command, { name: "help" | "unknown" }>;

async function answer(desk: Desk, said: Said, command: Asking): Promise<void> {
  const { memory, people, replies, consoleUrl, zone } = desk;
  const { user_id: user, channel_id: channel, response_url: responseUrl, trigger_id: trigger } = said;
  const origin: Origin = { channel, responseUrl };
  const where = { user, channel, responseUrl };
  if (command.name === "link") {
    await openForm(desk, trigger, origin, linkForm(origin, consoleUrl));
    return;
  }
  if (command.name === "unlink") {
    await people.unlink(user);
    return replies.say(
      responseUrl,
      "You are no longer linked. Revoke the key in the console, too, if nothing else uses it.",
    );
  }
  const person = people.find(user);
  if (!person)
    return command.name === "reserve" || command.name === "extend"
      ? replies.add(responseUrl, sentence(LINK_FIRST))
      : replies.say(responseUrl, LINK_FIRST);
  switch (command.name) {
    case "find":
      return replies.replace(responseUrl, await find(person, command.search, consoleUrl));
    case "budget":
      return replies.replace(responseUrl, await sayBudgets(person, command.search, consoleUrl));
    case "cost":
      return replies.replace(responseUrl, await sayCost(person, consoleUrl));
    case "forecast":
      return replies.replace(responseUrl, await sayForecast(person, command.gpu, consoleUrl));
    case "stop":
      return command.id
        ? proposeStop(desk, person, where, command.id)
        : replies.replace(responseUrl, await chooseSession(person, "stop"));
    case "extend":
      if (!command.id) return replies.replace(responseUrl, await chooseSession(person, "extend"));
      if (command.hours) return proposeExtension(desk, person, where, command.id, command.hours);
      return openExtension(desk, person, trigger, { ...origin, subject: command.id });
    case "reserve": {
      if (!command.wanted) return openReservation(desk, person, trigger, origin);
      const { gpu: gpuModel, ...wanted } = command.wanted;
      return proposeReservation(desk, person, where, { gpuModel, ...wanted });
    }
    default:
      return replies.say(responseUrl, await setChannel(memory, channel, user, command, zone));
  }
}

/** Null where it could not be; then whoever waits for it is told. */
async function openForm(
  { slack, log, replies }: Desk,
  trigger: string,
  { responseUrl }: Origin,
  view: ModalView,
): Promise<string | null> {
  const outcome = await outcomeOf(slack.views.open({ trigger_id: trigger, view }));
  if (outcome.kind === "done") return outcome.answer.view?.id ?? null;
  log.warn("a form could not be opened", { outcome: outcome.kind });
  await replies.add(
    responseUrl,
    sentence("Slack did not open the form. Ask for it again, or say it in words: `/gpu help` says how."),
  );
  return null;
}

async function completeForm({ slack, log }: Desk, id: string, view: ModalView): Promise<void> {
  const outcome = await outcomeOf(slack.views.update({ view_id: id, view }));
  if (outcome.kind !== "done") log.warn("a form could not be completed", { outcome: outcome.kind });
}

/** Opened before Berth is asked: the right to open one lasts three seconds. */
async function openThen(
  desk: Desk,
  trigger: string,
  name: FormName,
  origin: Origin,
  make: () => Promise<ModalView>,
): Promise<void> {
  const id = await openForm(desk, trigger, origin, waitingForm(name, origin));
  if (!id) return;
  const view = await make().catch((error: unknown) => messageForm(name, origin, sayFault(error)));
  await completeForm(desk, id, view);
}

function openReservation(desk: Desk, { berth }: Person, trigger: string, origin: Origin): Promise<void> {
  return openThen(desk, trigger, "reserve", origin, async () => {
    const { pools } = await berth.ask(PoolsDocument, {});
    return reserveForm(origin, pools, new Date());
  });
}

function openExtension(desk: Desk, { berth }: Person, trigger: string, origin: Origin): Promise<void> {
  const id = origin.subject ?? "";
  return openThen(desk, trigger, "extend", origin, async () => {
    if (id.startsWith("res_")) {
      const { reservation } = await berth.ask(ReservationNowDocument, { id });
      if (!reservation) return messageForm("extend", origin, `There is no reservation ${id}.`);
      return extendForm(origin, `${reservation.gpus} × ${reservation.pool.gpuModel}, ${id}`);
    }
    const { session } = await berth.ask(SessionNowDocument, { id });
    if (!session) return messageForm("extend", origin, `There is no session ${id}.`);
    return extendForm(origin, `${session.gpuCount} × ${session.gpuModel}, ${id}`);
  });
}

type Pressed = ReturnType<typeof BlockActions.parse>;

async function press(
  desk: Desk,
  { user, channel, response_url: responseUrl, trigger_id: trigger, actions }: Pressed,
): Promise<void> {
  const [action] = actions;
  const { action_id: name, value = "" } = action ?? { action_id: "" };
  if (!responseUrl || !channel) return;
  const where = { user: user.id, channel: channel.id, responseUrl, replace: false };
  if (name === "confirm.yes" || name === "confirm.no")
    return confirm(desk, value, where, name === "confirm.yes");
  const person = desk.people.find(user.id);
  if (!person) return desk.replies.add(responseUrl, sentence(LINK_FIRST));
  if (name === "card.approve" || name === "card.decline")
    return proposeDecision(desk, person, where, name === "card.approve" ? "approve" : "decline", value);
  if (name === "card.stop") return proposeStop(desk, person, where, value);
  if (name === "card.extend")
    return openExtension(desk, person, trigger, { channel: channel.id, responseUrl, subject: value });
}

type Sent = ReturnType<typeof ViewSubmission.parse>;

function submit(desk: Desk, { user, view }: Sent): Heard {
  const origin = Origin.safeParse(parseJson(view.private_metadata)).data;
  if (!origin) return { answer: null, rest: Promise.resolve() };
  const { values } = view.state;
  const errors = view.callback_id === "link" ? {} : formErrors(values);
  if (Object.keys(errors).length > 0)
    return { answer: { response_action: "errors", errors }, rest: Promise.resolve() };
  const { responseUrl, channel } = origin;
  const where = { user: user.id, channel, responseUrl, replace: false };
  const rest = safely(desk, responseUrl, async () => {
    if (view.callback_id === "link")
      return desk.replies.add(responseUrl, sentence(await desk.people.link(user.id, valueOf(values, "key"))));
    const person = desk.people.find(user.id);
    if (!person) return desk.replies.add(responseUrl, sentence(LINK_FIRST));
    const hours = Number(valueOf(values, "hours"));
    if (view.callback_id === "extend")
      return proposeExtension(desk, person, where, origin.subject ?? "", hours);
    return proposeReservation(desk, person, where, {
      poolId: valueOf(values, "pool"),
      gpus: Number(valueOf(values, "gpus")),
      startsAt: `${valueOf(values, "date")}T${valueOf(values, "time")}:00.000Z`,
      hours,
    });
  });
  return { answer: null, rest };
}

function formErrors(values: Values): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const [field, most] of [
    ["hours", 720],
    ["gpus", 1_000],
  ] as const) {
    const given = valueOf(values, field);
    const number = Number(given);
    if (field in values && !(Number.isInteger(number) && number >= 1 && number <= most))
      errors[field] = `A whole number between 1 and ${most}.`;
  }
  if (
    "date" in values &&
    Number.isNaN(Date.parse(`${valueOf(values, "date")}T${valueOf(values, "time")}:00Z`))
  )
    errors["date"] = "Choose a day and a time.";
  return errors;
}

type Event = ReturnType<typeof EventCallback.parse>;

async function hearEvent(desk: Desk, { event_id: id, event }: Event): Promise<void> {
  const { memory, log } = desk;
  // Slack tells an event again when it heard no answer.
  if (memory.state.heard[id] !== undefined) return;
  await memory.note({ t: "seen", id, until: Date.now() + EVENT_KEPT_MS });
  switch (event.type) {
    case "link_shared": {
      const shared = LinkShared.safeParse(event).data;
      if (shared) await unfurl(desk, shared);
      return;
    }
    case "app_uninstalled":
    case "tokens_revoked":
      log.error("the workspace has removed the bot; what happens is kept until it is back");
      return memory.note({ t: "workspace", gone: "app_uninstalled" });
    case "channel_archive":
    case "channel_deleted":
    case "group_archive":
      return setTrouble(desk, event, event.type === "channel_deleted" ? "channel_not_found" : "is_archived");
    case "channel_unarchive":
    case "group_unarchive":
    case "member_joined_channel":
      return setTrouble(desk, event, null);
    default:
      return undefined;
  }
}

async function setTrouble({ memory }: Desk, event: unknown, error: string | null): Promise<void> {
  const id = ChannelEvent.safeParse(event).data?.channel;
  const channel = id ? memory.state.channels[id] : undefined;
  if (!id || !channel) return;
  const trouble = error === null ? null : { error, since: Date.now() };
  await memory.note({ t: "channel", id, channel: { ...channel, trouble } });
}

async function unfurl(
  desk: Desk,
  { user, channel, message_ts: ts, links }: ReturnType<typeof LinkShared.parse>,
): Promise<void> {
  const person = desk.people.find(user);
  if (!person) return;
  const unfurls: Record<string, { blocks: KnownBlock[] }> = {};
  for (const { url } of links.slice(0, 5)) {
    const linked = readLink(url, desk.consoleUrl);
    const blocks = linked && (await blocksOf(person, linked, desk.consoleUrl));
    if (blocks) unfurls[url] = { blocks };
  }
  if (Object.keys(unfurls).length === 0) return;
  const outcome = await outcomeOf(desk.slack.chat.unfurl({ channel, ts, unfurls }));
  if (outcome.kind !== "done") desk.log.warn("a link could not be unfolded", { outcome: outcome.kind });
}

/** Whatever goes wrong is told to whoever asked, and ends nothing else. */
async function safely(
  { log, replies }: Desk,
  responseUrl: string | undefined,
  act: () => Promise<unknown>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    log.warn("a request could not be answered", {
      why: error instanceof Error ? error.message : String(error),
    });
    if (responseUrl) await replies.say(responseUrl, sayFault(error)).catch(() => {});
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
