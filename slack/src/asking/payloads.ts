import { z } from "zod";

// What Slack sends when somebody types, presses, or fills in, as far as it is read here.

const Id = z.string().min(1).max(64);

export const SlashCommand = z.object({
  command: z.string(),
  text: z.string().max(8_000).default(""),
  user_id: Id,
  channel_id: Id,
  trigger_id: z.string(),
  response_url: z.url(),
});

export const BlockActions = z.object({
  type: z.literal("block_actions"),
  user: z.object({ id: Id }),
  channel: z.object({ id: Id }).optional(),
  trigger_id: z.string(),
  response_url: z.url().optional(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().max(2_000).optional() })).min(1),
});

const Input = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
});

export const ViewSubmission = z.object({
  type: z.literal("view_submission"),
  user: z.object({ id: Id }),
  view: z.object({
    id: z.string(),
    callback_id: z.string(),
    private_metadata: z.string(),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), Input)) }),
  }),
});

export const EventCallback = z.object({
  type: z.literal("event_callback"),
  event_id: z.string().max(64),
  event: z.looseObject({ type: z.string() }),
});

export const LinkShared = z.object({
  type: z.literal("link_shared"),
  user: Id,
  channel: Id,
  message_ts: z.string(),
  links: z.array(z.object({ url: z.string() })).max(50),
});

export const ChannelEvent = z.object({ channel: Id });

/** Where a form came from, carried through it. */
export const Origin = z.object({
  channel: z.string(),
  responseUrl: z.string(),
  subject: z.string().optional(),
});
export type Origin = z.infer<typeof Origin>;

export type Values = z.infer<typeof ViewSubmission>["view"]["state"]["values"];

/** A field of a form, whatever its kind. */
export function valueOf(values: Values, block: string): string {
  const [input] = Object.values(values[block] ?? {});
  return (
    input?.value ??
    input?.selected_option?.value ??
    input?.selected_date ??
    input?.selected_time ??
    ""
  ).trim();
}
