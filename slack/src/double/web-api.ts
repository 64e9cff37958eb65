import { findBlockFault } from "./blocks.ts";
import { BOT, type Channel, type Message, type Workspace } from "./workspace.ts";
import type { Method } from "./troubles.ts";

// The methods of Slack's Web API that the bot calls: their arguments, answers and errors as they are documented.

export type Said = Readonly<Record<string, unknown>>;

/** What a method says no with. */
export class Refused extends Error {
  readonly more: Said;
  constructor(error: string, more: Said = {}) {
    super(error);
    this.more = more;
  }
}

export interface Triggers {
  /** Who pressed, if the trigger is fresh; it is spent by this. */
  spend(triggerId: string): string;
}

const scopes: Partial<Record<Method, string>> = {
  "chat.postMessage": "chat:write",
  "chat.postEphemeral": "chat:write",
  "chat.update": "chat:write",
  "chat.unfurl": "links:write",
  "conversations.history": "channels:history",
  "conversations.replies": "channels:history",
};

export function scopeOf(method: Method): string | undefined {
  return scopes[method];
}

const LONGEST_TEXT = 40_000;

export function callMethod(
  workspace: Workspace,
  triggers: Triggers,
  method: Exclude<Method, "apps.connections.open">,
  args: Said,
): Said {
  switch (method) {
    case "auth.test":
      return {
        url: "https://double.slack.example/",
        team: "Double",
        user: "berth",
        team_id: workspace.teamId,
        user_id: BOT.id,
        bot_id: "B0BERTH",
        is_enterprise_install: false,
      };
    case "chat.postMessage":
      return post(workspace, args);
    case "chat.postEphemeral":
      return postEphemeral(workspace, args);
    case "chat.update":
      return update(workspace, args);
    case "chat.unfurl":
      return unfurl(workspace, args);
    case "conversations.history":
      return history(workspace, args);
    case "conversations.replies":
      return replies(workspace, args);
    case "views.open":
      return openView(workspace, triggers.spend(text(args, "trigger_id")), args);
    case "views.update":
      return updateView(workspace, args);
  }
}

function post(workspace: Workspace, args: Said): Said {
  const channel = getChannel(workspace, args);
  if (channel.isArchived) throw new Refused("is_archived");
  const threadTs = optional(args, "thread_ts");
  if (threadTs && !workspace.find(channel.id, threadTs)) throw new Refused("thread_not_found");
  const message = workspace.add({
    channel: channel.id,
    user: BOT.id,
    ...contentOf(args),
    ...(threadTs && { threadTs, broadcast: args["reply_broadcast"] === true }),
  });
  return { channel: channel.id, ts: message.ts, message: shapeOf(message) };
}

function postEphemeral(workspace: Workspace, args: Said): Said {
  const channel = getChannel(workspace, args);
  const onlyFor = text(args, "user");
  if (!workspace.people.some(({ id }) => id === onlyFor)) throw new Refused("user_not_in_channel");
  return {
    message_ts: workspace.add({ channel: channel.id, user: BOT.id, onlyFor, ...contentOf(args) }).ts,
  };
}

function update(workspace: Workspace, args: Said): Said {
  const channel = getChannel(workspace, args);
  if (channel.isArchived) throw new Refused("is_archived");
  const message = workspace.find(channel.id, text(args, "ts"));
  if (!message) throw new Refused("message_not_found");
  if (message.user !== BOT.id) throw new Refused("cant_update_message");
  Object.assign(message, contentOf(args));
  message.edits += 1;
  workspace.onChange();
  return { channel: channel.id, ts: message.ts, text: message.text, message: shapeOf(message) };
}

function unfurl(workspace: Workspace, args: Said): Said {
  const message = workspace.find(text(args, "channel"), text(args, "ts"));
  if (!message) throw new Refused("cannot_unfurl_message");
  message.unfurls = { ...message.unfurls, ...(args["unfurls"] as Record<string, unknown>) };
  workspace.onChange();
  return {};
}

function history(workspace: Workspace, args: Said): Said {
  const channel = getChannel(workspace, args);
  const oldest = optional(args, "oldest") ?? "0";
  const messages = workspace.messages
    .filter((one) => one.channel === channel.id && !one.onlyFor && (!one.threadTs || one.broadcast))
    .filter(({ ts }) => Number(ts) > Number(oldest));
  return pageOf(messages.toReversed(), args);
}

function replies(workspace: Workspace, args: Said): Said {
  const channel = getChannel(workspace, args);
  const parent = text(args, "ts");
  if (!workspace.find(channel.id, parent)) throw new Refused("thread_not_found");
  const oldest = optional(args, "oldest") ?? "0";
  const messages = workspace.messages.filter(
    ({ channel: where, ts, threadTs }) =>
      where === channel.id && (ts === parent || (threadTs === parent && Number(ts) > Number(oldest))),
  );
  return pageOf(messages, args);
}

function pageOf(messages: Message[], args: Said): Said {
  const from = Number(optional(args, "cursor") ?? 0);
  const limit = Math.min(Number(args["limit"] ?? 100), 999);
  const more = messages.length > from + limit;
  const withMetadata = args["include_all_metadata"] === true || args["include_all_metadata"] === "true";
  return {
    messages: messages.slice(from, from + limit).map((message) => shapeOf(message, withMetadata)),
    has_more: more,
    response_metadata: { next_cursor: more ? String(from + limit) : "" },
  };
}

function openView(workspace: Workspace, user: string, args: Said): Said {
  const view = viewOf(args);
  const opened = { id: workspace.newId("V"), hash: workspace.newTs(), user, view };
  workspace.views.set(opened.id, opened);
  workspace.onChange();
  return { view: { ...view, id: opened.id, hash: opened.hash } };
}

function updateView(workspace: Workspace, args: Said): Said {
  const opened = workspace.views.get(text(args, "view_id"));
  if (!opened) throw new Refused("not_found");
  opened.view = viewOf(args);
  opened.hash = workspace.newTs();
  workspace.onChange();
  return { view: { ...opened.view, id: opened.id, hash: opened.hash } };
}

function viewOf(args: Said): Record<string, unknown> {
  const view = args["view"] as Record<string, unknown> | undefined;
  if (!view || view["type"] !== "modal") throw new Refused("invalid_arguments");
  const title = (view["title"] as { text?: string } | undefined)?.text ?? "";
  if (title.length === 0 || title.length > 24)
    throw new Refused("invalid_arguments", { response_metadata: { messages: ["[ERROR] title"] } });
  const fault = findBlockFault(view["blocks"], 100);
  if (fault)
    throw new Refused("invalid_arguments", { response_metadata: { messages: [`[ERROR] ${fault}`] } });
  return view;
}

function contentOf(args: Said): Pick<Message, "text" | "blocks" | "metadata"> {
  const words = optional(args, "text") ?? "";
  const { blocks, metadata } = args;
  if (!words && blocks === undefined) throw new Refused("no_text");
  if (words.length > LONGEST_TEXT) throw new Refused("msg_too_long");
  const fault = blocks === undefined ? null : findBlockFault(blocks);
  if (fault) throw new Refused("invalid_blocks", { response_metadata: { messages: [`[ERROR] ${fault}`] } });
  return {
    text: words,
    ...(blocks !== undefined && { blocks: blocks as unknown[] }),
    ...(metadata !== undefined && { metadata }),
  };
}

function shapeOf(message: Message, withMetadata = true): Said {
  const { ts, text: words, blocks, metadata, threadTs, broadcast, edits, user } = message;
  return {
    type: "message",
    ...(broadcast && { subtype: "thread_broadcast" }),
    user,
    ...(user === BOT.id && { bot_id: "B0BERTH", app_id: "A0BERTH" }),
    ts,
    text: words,
    ...(blocks && { blocks }),
    ...(withMetadata && metadata !== undefined && { metadata }),
    ...(threadTs && { thread_ts: threadTs }),
    ...(edits > 0 && { edited: { user, ts } }),
  };
}

function getChannel(workspace: Workspace, args: Said): Channel {
  const channel = workspace.findChannel(text(args, "channel"));
  if (!channel) throw new Refused("channel_not_found");
  return channel;
}

function text(args: Said, name: string): string {
  const value = optional(args, name);
  if (!value)
    throw new Refused("invalid_arguments", { response_metadata: { messages: [`[ERROR] ${name}`] } });
  return value;
}

function optional(args: Said, name: string): string | undefined {
  const value = args[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}
