import type { Memory } from "../kept/memory.ts";
import type { Command } from "../rules/command.ts";
import { NotUnderstood, parseFilter, sayFilter } from "../rules/filter.ts";
import { type Channel, newChannel } from "../rules/state.ts";

// What a channel is told, and when. Each answer is a sentence or two.

const MOST_SUBSCRIPTIONS = 20;

type Setting = Extract<Command, { name: "subscribe" | "unsubscribe" | "threads" | "quiet" | "digest" }>;

export async function setChannel(
  memory: Memory,
  id: string,
  by: string,
  command: Setting,
  zone: string,
): Promise<string> {
  const channel = memory.state.channels[id] ?? { ...newChannel(), zone };
  const keep = (changes: Partial<Channel>) =>
    memory.note({ t: "channel", id, channel: { ...channel, ...changes } });
  switch (command.name) {
    case "subscribe":
      return subscribe(memory, id, by, channel, command.line);
    case "unsubscribe":
      return unsubscribe(memory, id, channel, command.which);
    case "threads":
      await keep({ threads: command.on });
      return command.on
        ? "The history of a card is told in its thread from now on."
        : "Cards only from now on: their history is in the console.";
    case "quiet": {
      const zoned = command.zone ?? channel.zone;
      await keep({ quiet: command.quiet, zone: zoned });
      if (!command.quiet) return "There are no quiet hours any more.";
      return `From ${command.quiet.from} to ${command.quiet.to} (${zoned}) only alarms are posted. The rest comes afterwards.`;
    }
    case "digest": {
      const zoned = command.zone ?? channel.zone;
      await keep({ digest: command.at, zone: zoned });
      if (!command.at) return "Everything is told as it happens again.";
      return `Alarms come at once, and the rest at ${command.at.join(", ")} (${zoned}).`;
    }
  }
}

async function subscribe(
  memory: Memory,
  id: string,
  by: string,
  channel: Channel,
  line: string,
): Promise<string> {
  if (!line.trim()) return saySubscriptions(channel);
  try {
    const filter = parseFilter(line);
    const said = sayFilter(filter);
    if (channel.subscriptions.some((one) => sayFilter(one.filter) === said))
      return `This channel is told of ${said} already.`;
    if (channel.subscriptions.length >= MOST_SUBSCRIPTIONS)
      return `A channel has ${MOST_SUBSCRIPTIONS} subscriptions at most. Unsubscribe from one first.`;
    const subscriptions = [...channel.subscriptions, { filter, by }];
    // Whoever asks again may have invited the bot meanwhile.
    await memory.note({ t: "channel", id, channel: { ...channel, subscriptions, trouble: null } });
    return `This channel is told of ${said} from now on.`;
  } catch (error) {
    if (error instanceof NotUnderstood) return error.message;
    throw error;
  }
}

async function unsubscribe(
  memory: Memory,
  id: string,
  channel: Channel,
  which: number | "all",
): Promise<string> {
  if (which === "all") {
    await memory.note({ t: "channel", id, channel: null });
    return "This channel is told nothing any more.";
  }
  const gone = channel.subscriptions[which - 1];
  if (!gone) return `There is no number ${which}. ${saySubscriptions(channel)}`;
  const subscriptions = channel.subscriptions.filter((one) => one !== gone);
  await memory.note({ t: "channel", id, channel: { ...channel, subscriptions } });
  return `This channel is no longer told of ${sayFilter(gone.filter)}.`;
}

function saySubscriptions({ subscriptions, threads, quiet, digest, zone }: Channel): string {
  if (subscriptions.length === 0) return "This channel is told nothing yet. Say `/gpu subscribe all`.";
  const rows = subscriptions.map(({ filter }, at) => `${at + 1}. ${sayFilter(filter)}`);
  const rest = [
    threads ? null : "threads off",
    quiet ? `quiet ${quiet.from}-${quiet.to} ${zone}` : null,
    digest ? `digest ${digest.join(",")} ${zone}` : null,
  ].filter(Boolean);
  return [...rows, ...rest].join("\n");
}
