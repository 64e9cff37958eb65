// The Slack that `npm start` brings along, as its page knows it: what is said there, and what a person does.

export interface Style {
  bold?: boolean;
  italic?: boolean;
  code?: boolean;
}

export type Element =
  | { type: "text"; text: string; style?: Style }
  | { type: "link"; url: string; text?: string }
  | { type: "date"; timestamp: number; fallback?: string }
  | { type: "emoji"; name: string };

export type RichPart =
  | { type: "rich_text_section"; elements: Element[] }
  | { type: "rich_text_list"; elements: { type: "rich_text_section"; elements: Element[] }[] };

export interface Button {
  type: "button";
  action_id: string;
  value?: string;
  style?: "danger" | "primary";
  text: { text: string };
}

export interface Option {
  value: string;
  text: { text: string };
}

export interface Input {
  type: "plain_text_input" | "number_input" | "static_select" | "datepicker" | "timepicker";
  action_id: string;
  initial_value?: string;
  initial_date?: string;
  initial_time?: string;
  initial_option?: Option;
  options?: Option[];
  placeholder?: { text: string };
}

export type Block =
  | { type: "rich_text"; elements: RichPart[] }
  | { type: "actions"; elements: Button[] }
  | { type: "input"; block_id: string; label: { text: string }; element: Input };

export interface Message {
  ts: string;
  channel: string;
  user: string;
  text: string;
  blocks?: Block[];
  threadTs?: string;
  broadcast?: boolean;
  edits: number;
  onlyFor?: string;
  unfurls?: Record<string, { blocks: Block[] }>;
}

export interface Form {
  id: string;
  view: {
    title: { text: string };
    submit?: { text: string };
    blocks: Block[];
  };
}

export interface Workspace {
  bot: { id: string; name: string; connected: boolean };
  people: { id: string; name: string }[];
  channels: { id: string; name: string; isArchived: boolean; isDirect: boolean }[];
  messages: Message[];
  view: Form | null;
}

/** Null where there is no such Slack: Berth is told to a real one, or to none. */
export async function askWorkspace(user: string): Promise<Workspace | null> {
  const response = await fetch(`/slack-double/state?user=${user}`, { cache: "no-store" });
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`The Slack to try things in answers ${response.status}.`);
  return (await response.json()) as Workspace;
}

export async function act(name: string, body: object): Promise<Record<string, unknown>> {
  const response = await fetch(`/slack-double/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Record<string, unknown>;
}

export interface Thread {
  message: Message;
  replies: Message[];
}

/** What stands in a channel, the oldest first, each with what was replied. */
export function threadsOf(messages: readonly Message[], channel: string): Thread[] {
  const here = messages.filter((message) => message.channel === channel);
  return here
    .filter(({ threadTs }) => !threadTs)
    .map((message) => ({ message, replies: here.filter(({ threadTs }) => threadTs === message.ts) }));
}

export function instantOf(ts: string): string {
  return new Date(Number(ts) * 1000).toISOString();
}

/** What a form was filled in with, as Slack tells it: by block and by action. */
export function valuesOf(blocks: readonly Block[], filled: FormData): Record<string, Record<string, object>> {
  const values: Record<string, Record<string, object>> = {};
  for (const block of blocks) {
    if (block.type !== "input") continue;
    const given = filled.get(block.block_id);
    const value = typeof given === "string" ? given : "";
    values[block.block_id] = { [block.element.action_id]: valueOf(block.element, value) };
  }
  return values;
}

function valueOf({ type }: Input, value: string): object {
  switch (type) {
    case "static_select":
      return { type, selected_option: { value } };
    case "datepicker":
      return { type, selected_date: value };
    case "timepicker":
      return { type, selected_time: value };
    case "plain_text_input":
    case "number_input":
      return { type, value };
  }
}
