import { readFileSync, renameSync, writeFileSync } from "node:fs";

// What a workspace holds: its people, its channels, and what was said in them. It knows nothing of how it is asked.

export interface Channel {
  id: string;
  name: string;
  isArchived: boolean;
  /** The bot was invited. It may post to a public channel without being there, as it has chat:write.public. */
  isPrivate: boolean;
  isDirect: boolean;
}

export interface Person {
  id: string;
  name: string;
}

export interface Message {
  ts: string;
  channel: string;
  /** A person's id, or the bot's. */
  user: string;
  text: string;
  blocks?: unknown[];
  metadata?: unknown;
  threadTs?: string;
  /** A reply that is shown in the channel, too. */
  broadcast?: boolean;
  edits: number;
  /** Only this person sees it. */
  onlyFor?: string;
  unfurls?: Record<string, unknown>;
}

export interface View {
  id: string;
  hash: string;
  user: string;
  view: Record<string, unknown>;
}

export const BOT: Person = { id: "U0BERTH", name: "Berth" };

interface Kept {
  channels: Channel[];
  messages: Message[];
}

export class Workspace {
  readonly teamId = "T0DOUBLE";
  readonly appId = "A0BERTH";
  readonly people: Person[] = [
    { id: "U0ADA", name: "Ada" },
    { id: "U0BO", name: "Bo" },
  ];
  readonly channels = new Map<string, Channel>();
  readonly messages: Message[] = [];
  readonly views = new Map<string, View>();
  /** Told after every change. */
  onChange: () => void = () => {};
  #counted = 0;
  #lastTs = 0;

  constructor() {
    this.addChannel("C0GPUS", "gpus");
    this.addChannel("C0GENERAL", "general");
  }

  addChannel(id: string, name: string, more: Partial<Channel> = {}): Channel {
    const channel = { id, name, isArchived: false, isPrivate: false, isDirect: false, ...more };
    this.channels.set(id, channel);
    this.onChange();
    return channel;
  }

  /** By its id; a person's id stands for the conversation with them. */
  findChannel(id: string): Channel | undefined {
    const person = this.people.find((one) => one.id === id);
    if (!person) return this.channels.get(id);
    const direct = `D${id.slice(1)}`;
    return this.channels.get(direct) ?? this.addChannel(direct, person.name, { isDirect: true });
  }

  /** Unlike all others in the workspace, and later than all before. */
  newTs(): string {
    this.#lastTs = Math.max(this.#lastTs + 1, Date.now() * 1000);
    return `${Math.floor(this.#lastTs / 1_000_000)}.${String(this.#lastTs % 1_000_000).padStart(6, "0")}`;
  }

  newId(prefix: string): string {
    this.#counted += 1;
    return `${prefix}${Date.now().toString(36)}${this.#counted.toString(36)}`.toUpperCase();
  }

  add(message: Omit<Message, "ts" | "edits">): Message {
    const added = { ...message, ts: this.newTs(), edits: 0 };
    this.messages.push(added);
    this.onChange();
    return added;
  }

  find(channel: string, ts: string): Message | undefined {
    return this.messages.find((message) => message.channel === channel && message.ts === ts);
  }

  remove(message: Message): void {
    const at = this.messages.indexOf(message);
    if (at >= 0) this.messages.splice(at, 1);
    this.onChange();
  }
}

/** Keeps what was said over restarts of the double, if a file is named. */
export function keepIn(file: string, workspace: Workspace): void {
  try {
    const kept = JSON.parse(readFileSync(file, "utf8")) as Kept;
    for (const channel of kept.channels) workspace.channels.set(channel.id, channel);
    workspace.messages.push(...kept.messages);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  let waiting: NodeJS.Timeout | undefined;
  workspace.onChange = () => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      const messages = workspace.messages.filter(({ onlyFor }) => onlyFor === undefined).slice(-2_000);
      writeFileSync(`${file}.new`, JSON.stringify({ channels: [...workspace.channels.values()], messages }));
      renameSync(`${file}.new`, file);
    }, 100);
  };
}
