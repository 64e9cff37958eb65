import type { Delivered, Kind } from "./delivering.ts";
import { Refused, type Said, type Triggers } from "./web-api.ts";
import { BOT, type Message, type Person, type Workspace } from "./workspace.ts";

// What people do in the workspace, and how the app hears of it: commands, buttons, forms, links, and the places where
// an answer may be left afterwards.

type Deliver = (kind: Kind, payload: Said) => Promise<Delivered>;

const TRIGGER_MS = 3_000;
const ANSWERS = 5;
const ANSWER_MS = 30 * 60_000;

interface AnswerPlace {
  channel: string;
  user: string;
  /** The message that is replaced: the first answer to a command, or what was pressed. */
  message: Message | null;
  left: number;
  until: number;
}

export class People implements Triggers {
  readonly #workspace: Workspace;
  readonly #deliver: Deliver;
  readonly #url: () => string;
  readonly #triggers = new Map<string, { user: string; until: number }>();
  readonly #places = new Map<string, AnswerPlace>();

  constructor(workspace: Workspace, deliver: Deliver, url: () => string) {
    this.#workspace = workspace;
    this.#deliver = deliver;
    this.#url = url;
  }

  spend(id: string): string {
    const trigger = this.#triggers.get(id);
    if (!trigger) throw new Refused("invalid_trigger_id");
    this.#triggers.delete(id);
    if (Date.now() > trigger.until) throw new Refused("expired_trigger_id");
    return trigger.user;
  }

  async command(user: string, channel: string, line: string): Promise<Said> {
    const [command = "", ...words] = line.trim().split(" ");
    const place = this.#newPlace(user, channel, null);
    const { acknowledged, answer } = await this.#deliver("slash_commands", {
      command,
      text: words.join(" "),
      user_id: user,
      user_name: this.#person(user).name.toLowerCase(),
      channel_id: channel,
      channel_name: this.#workspace.channels.get(channel)?.name ?? "",
      team_id: this.#workspace.teamId,
      team_domain: "double",
      api_app_id: this.#workspace.appId,
      trigger_id: this.#newTrigger(user),
      response_url: place.url,
    });
    if (!acknowledged) {
      const text = `${command} failed with the error “operation_timeout”`;
      this.#workspace.add({ channel, user: "USLACKBOT", text, onlyFor: user });
    } else if (isMessage(answer)) place.at.message = this.#show(answer, channel, user);
    return { acknowledged };
  }

  async click(user: string, channel: string, ts: string, actionId: string, value: string): Promise<Said> {
    const message = this.#workspace.find(channel, ts);
    if (!message) throw new Refused("message_not_found");
    const place = this.#newPlace(user, channel, message);
    const { acknowledged } = await this.#deliver("interactive", {
      type: "block_actions",
      user: { id: user, username: this.#person(user).name.toLowerCase(), team_id: this.#workspace.teamId },
      api_app_id: this.#workspace.appId,
      team: { id: this.#workspace.teamId, domain: "double" },
      container: {
        type: "message",
        message_ts: ts,
        channel_id: channel,
        is_ephemeral: message.onlyFor !== undefined,
      },
      channel: { id: channel, name: this.#workspace.channels.get(channel)?.name ?? "" },
      ...(message.onlyFor === undefined && {
        message: { ts, text: message.text, blocks: message.blocks ?? [] },
      }),
      trigger_id: this.#newTrigger(user),
      response_url: place.url,
      actions: [
        { type: "button", action_id: actionId, block_id: "b", value, action_ts: this.#workspace.newTs() },
      ],
    });
    return { acknowledged };
  }

  async submit(user: string, viewId: string, values: Said): Promise<Said> {
    const opened = this.#workspace.views.get(viewId);
    if (!opened || opened.user !== user) throw new Refused("not_found");
    const { acknowledged, answer } = await this.#deliver("interactive", {
      type: "view_submission",
      user: { id: user, username: this.#person(user).name.toLowerCase(), team_id: this.#workspace.teamId },
      api_app_id: this.#workspace.appId,
      team: { id: this.#workspace.teamId, domain: "double" },
      trigger_id: this.#newTrigger(user),
      view: { ...opened.view, id: opened.id, hash: opened.hash, state: { values } },
      response_urls: [],
    });
    const said = (answer ?? {}) as { response_action?: string; errors?: unknown; view?: unknown };
    if (acknowledged && said.response_action === "errors") return { acknowledged, errors: said.errors };
    if (acknowledged && said.response_action === "update") opened.view = said.view as Record<string, unknown>;
    else if (acknowledged) this.#workspace.views.delete(viewId);
    this.#workspace.onChange();
    return { acknowledged };
  }

  /** Closes a form without sending it. */
  dismiss(viewId: string): void {
    this.#workspace.views.delete(viewId);
    this.#workspace.onChange();
  }

  async say(user: string, channel: string, text: string): Promise<Said> {
    const message = this.#workspace.add({ channel, user, text });
    const links = text.match(/https?:\/\/[^\s>|]+/g) ?? [];
    if (links.length > 0) {
      await this.event({
        type: "link_shared",
        user,
        channel,
        message_ts: message.ts,
        source: "conversations_history",
        unfurl_id: `${channel}.${message.ts}`,
        links: links.map((url) => ({ url, domain: new URL(url).host })),
      });
    }
    return { ts: message.ts };
  }

  event(event: Said): Promise<Delivered> {
    return this.#deliver("events_api", {
      token: "deprecated",
      team_id: this.#workspace.teamId,
      api_app_id: this.#workspace.appId,
      type: "event_callback",
      event_id: this.#workspace.newId("EV"),
      event_time: Math.floor(Date.now() / 1000),
      event: { ...event, event_ts: this.#workspace.newTs() },
    });
  }

  /** What was left at a `response_url`; a word for why it cannot be. */
  answer(token: string, said: Said): string | null {
    const place = this.#places.get(token);
    if (!place || Date.now() > place.until) return "expired_url";
    if (place.left <= 0) return "used_url";
    place.left -= 1;
    if (said["delete_original"] === true && place.message) this.#workspace.remove(place.message);
    else if (said["replace_original"] === true && place.message) {
      Object.assign(place.message, { text: textOf(said), blocks: said["blocks"] });
      place.message.edits += 1;
      this.#workspace.onChange();
    } else place.message = this.#show(said, place.channel, place.user);
    return null;
  }

  #show(said: Said, channel: string, user: string): Message {
    const blocks = said["blocks"] as unknown[] | undefined;
    return this.#workspace.add({
      channel,
      user: BOT.id,
      text: textOf(said),
      ...(blocks && { blocks }),
      ...(said["response_type"] !== "in_channel" && { onlyFor: user }),
    });
  }

  #newPlace(user: string, channel: string, message: Message | null): { url: string; at: AnswerPlace } {
    const token = this.#workspace.newId("R");
    const at = { channel, user, message, left: ANSWERS, until: Date.now() + ANSWER_MS };
    this.#places.set(token, at);
    return { url: `${this.#url()}/response/${token}`, at };
  }

  #newTrigger(user: string): string {
    const id = this.#workspace.newId("TR");
    this.#triggers.set(id, { user, until: Date.now() + TRIGGER_MS });
    return id;
  }

  #person(id: string): Person {
    const person = this.#workspace.people.find((one) => one.id === id);
    if (!person) throw new Refused("user_not_found");
    return person;
  }
}

function textOf(said: Said): string {
  return typeof said["text"] === "string" ? said["text"] : "";
}

function isMessage(answer: unknown): answer is Said {
  return typeof answer === "object" && answer !== null && ("text" in answer || "blocks" in answer);
}
