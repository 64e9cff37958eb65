import { z } from "zod";
import type { Double } from "./double.ts";
import { Refused, type Said } from "./web-api.ts";
import { BOT } from "./workspace.ts";

// What people do in the workspace, and how it goes wrong: the part that no Slack has.

const user = z.string();
const channel = z.string();
const Command = z.object({ user, channel, line: z.string() });
const Click = z.object({
  user,
  channel,
  ts: z.string(),
  actionId: z.string(),
  value: z.string().default(""),
});
const Submit = z.object({ user, viewId: z.string(), values: z.record(z.string(), z.unknown()) });
const Line = z.object({ user, channel, text: z.string() });
const Seen = z.object({ user: z.string().default("U0ADA") });
const NewChannel = z.object({ id: z.string(), name: z.string(), isPrivate: z.boolean().default(false) });
const Archive = z.object({ channel, archived: z.boolean() });
const Deletion = z.object({ channel, ts: z.string() });
const Trouble = z.object({
  loseAnswers: z.number().optional(),
  refuseConnections: z.number().optional(),
  rateLimit: z.number().optional(),
  retryAfterSeconds: z.number().optional(),
  fail: z.number().optional(),
  missingScopes: z.array(z.string()).optional(),
  revoked: z.enum(["account_inactive", "token_revoked"]).nullable().optional(),
});

export async function control(double: Double, name: string, said: Said): Promise<Said> {
  const { people, workspace, sockets } = double;
  switch (name) {
    case "state":
      return stateFor(double, Seen.parse(said).user);
    case "calls":
      return { calls: double.calls };
    case "command": {
      const { user, channel, line } = Command.parse(said);
      return people.command(user, channel, line);
    }
    case "click": {
      const { user, channel, ts, actionId, value } = Click.parse(said);
      return people.click(user, channel, ts, actionId, value);
    }
    case "submit": {
      const { user, viewId, values } = Submit.parse(said);
      return people.submit(user, viewId, values);
    }
    case "dismiss":
      people.dismiss(z.object({ viewId: z.string() }).parse(said).viewId);
      return {};
    case "say": {
      const { user, channel, text } = Line.parse(said);
      return people.say(user, channel, text);
    }
    case "channels": {
      const { id, name, isPrivate } = NewChannel.parse(said);
      workspace.addChannel(id, name, { isPrivate });
      return {};
    }
    case "archive": {
      const { channel: id, archived } = Archive.parse(said);
      const channel = workspace.channels.get(id);
      if (!channel) throw new Refused("channel_not_found");
      channel.isArchived = archived;
      workspace.onChange();
      await people.event({
        type: archived ? "channel_archive" : "channel_unarchive",
        channel: id,
        user: "U0ADA",
      });
      return {};
    }
    case "delete": {
      const { channel, ts } = Deletion.parse(said);
      const message = workspace.find(channel, ts);
      if (message) workspace.remove(message);
      return {};
    }
    case "troubles":
      Object.assign(double.troubles, Trouble.parse(said));
      return { ...double.troubles };
    case "remove-app":
      await people.event({ type: "app_uninstalled" });
      double.troubles.revoked = "account_inactive";
      return {};
    case "refresh-sockets":
      sockets.refresh();
      return {};
    case "drop-sockets":
      sockets.drop();
      return {};
    default:
      throw new Refused("unknown_method");
  }
}

/** The workspace as this person sees it. */
function stateFor({ workspace, sockets }: Double, user: string): Said {
  return {
    bot: { ...BOT, connected: sockets.count > 0 },
    people: workspace.people,
    channels: [...workspace.channels.values()],
    messages: workspace.messages.filter(({ onlyFor }) => onlyFor === undefined || onlyFor === user),
    view: [...workspace.views.values()].findLast((view) => view.user === user) ?? null,
  };
}
