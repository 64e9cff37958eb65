"use client";

import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { ChangeAlertChannelDocument, CreateAlertChannelDocument } from "#gql/alerts.ts";
import type { AlertKind, AlertsPageQuery, ChannelCard_ChannelFragment, NewAlertMeans } from "#gql/graphql.ts";
import { useZone } from "#lib/reader.tsx";
import { refusalIn, type Refused } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import { Checkbox } from "#ui/checkbox.tsx";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { CodeField, Field, TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { Select } from "#ui/select.tsx";
import { sayDone } from "#ui/toast.tsx";
import { addressOf, newMeans } from "./means.tsx";
import { clockOf, minuteOf } from "./minutes.ts";

export interface ChannelDialogProps {
  /** The one that is changed; null makes another. */
  channel: ChannelCard_ChannelFragment | null;
  kinds: AlertsPageQuery["alertKinds"];
  events: AlertsPageQuery["alertEvents"];
  ownAddress: string | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onDone: (secret: string | null) => void;
}

const fields = ["name", "address", "kinds", "events", "selection", "quietFrom", "quietUntil", "digest"];
const example = "{ id topic summary session { id state cost } }";

const digests = [
  { value: "NONE", label: "Each at once" },
  { value: "HOUR", label: "Gathered to the full hour" },
  { value: "DAY", label: "Gathered to 8 in the morning" },
] as const;

export function ChannelDialog({
  channel,
  kinds,
  events,
  ownAddress,
  open,
  onOpenChange,
  onDone,
}: ChannelDialogProps) {
  const zone = useZone();
  const [create] = useMutation(CreateAlertChannelDocument);
  const [change] = useMutation(ChangeAlertChannelDocument);
  const [chosen, setChosen] = useState<NewAlertMeans>("WEBHOOK");
  const means = channel?.means ?? chosen;
  const gathers = means === "EMAIL" || means === "SLACK";
  const usual = new Set<AlertKind>(
    channel?.kinds ?? kinds.flatMap(({ kind, urgent }) => (urgent ? [kind] : [])),
  );

  const submit = async (values: FormData): Promise<Refused | null> => {
    const [from, until] = [textOf(values, "quietFrom"), textOf(values, "quietUntil")];
    const [fromMinute, untilMinute] = [minuteOf(from), minuteOf(until)];
    if (from !== "" && fromMinute === null)
      return { field: "quietFrom", message: "Write a time, such as 22:00." };
    if ((from === "") !== (until === "") || (until !== "" && untilMinute === null))
      return { field: "quietUntil", message: "Both, or neither, such as 07:00." };
    const wanted = values.getAll("kinds").map(String);
    const asTheyAre = values.getAll("events").map(String);
    const digest = textOf(values, "digest");
    const rules = {
      name: textOf(values, "name"),
      kinds: kinds.flatMap(({ kind }) => (wanted.includes(kind) ? [kind] : [])),
      quiet: fromMinute !== null && untilMinute !== null ? { fromMinute, untilMinute } : null,
      digest: digest === "HOUR" || digest === "DAY" ? digest : null,
      timeZone: zone,
      ...(means === "WEBHOOK" && {
        events: events.flatMap(({ event }) => (asTheyAre.includes(event) ? [event] : [])),
        selection: textOf(values, "selection"),
      }),
    } as const;
    let secret: string | null = null;
    let refused: Refused | null;
    if (channel) {
      const { data } = await change({ variables: { input: { channelId: channel.id, ...rules } } });
      refused = refusalIn(data?.changeAlertChannel);
    } else {
      const address = textOf(values, "address");
      const { data } = await create({ variables: { input: { means: chosen, address, ...rules } } });
      const made = data?.createAlertChannel;
      refused = refusalIn(made);
      if (made?.__typename === "AlertChannelWithSecret") secret = made.secret;
    }
    if (refused) return refused;
    sayDone(channel ? "Channel changed" : "Channel made", rules.name);
    onOpenChange(false);
    onDone(secret);
    return null;
  };

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={channel ? `What “${channel.name}” tells` : "Add a channel"}
      description={`Its hours are those of ${zone}.`}
    >
      <Form aria-label="Alert channel" fields={fields} className="grid gap-4" submit={submit}>
        {({ busy }) => (
          <>
            <div className="grid items-start gap-3 sm:grid-cols-2">
              {!channel && (
                <Field name="means" label="Tells by">
                  <Select options={newMeans} value={chosen} onChange={setChosen} />
                </Field>
              )}
              <TextField
                name="name"
                label="Name"
                required
                maxLength={60}
                autoComplete="off"
                defaultValue={channel?.name}
                className={channel ? "sm:col-span-2" : ""}
              />
            </div>
            {!channel && (
              <TextField
                key={chosen}
                name="address"
                label={addressOf[chosen].label}
                placeholder={addressOf[chosen].placeholder}
                hint={addressOf[chosen].hint}
                required
                autoComplete="off"
                defaultValue={chosen === "EMAIL" ? (ownAddress ?? "") : ""}
              />
            )}
            <Field name="kinds" label="Of what">
              <div className="grid max-h-60 gap-x-4 gap-y-2 overflow-y-auto rounded-md border p-3 sm:grid-cols-2">
                {kinds.map(({ kind, label, says, urgent }) => (
                  <Checkbox
                    key={kind}
                    name="kinds"
                    value={kind}
                    defaultChecked={usual.has(kind)}
                    className="items-start"
                  >
                    <span>
                      {label}
                      <span className="block text-xs text-ink-faint">
                        {says}
                        {urgent ? " Urgent." : ""}
                      </span>
                    </span>
                  </Checkbox>
                ))}
              </div>
            </Field>
            {means === "WEBHOOK" && (
              <details open={(channel?.events.length ?? 0) > 0 || channel?.selection != null}>
                <summary className="cursor-pointer text-sm font-medium">For programs</summary>
                <div className="mt-3 grid gap-4">
                  <Field
                    name="events"
                    label="Events as they are"
                    hint="Each that happens, in its own words. Those of the market are everybody’s, and many."
                  >
                    <div className="grid max-h-48 gap-x-4 gap-y-1.5 overflow-y-auto rounded-md border p-3 sm:grid-cols-2">
                      {events.map(({ event, topic, ofMarket }) => (
                        <Checkbox
                          key={event}
                          name="events"
                          value={event}
                          defaultChecked={channel?.events.includes(event) ?? false}
                        >
                          <span className="font-mono text-xs">
                            {topic}
                            {ofMarket ? " (market)" : ""}
                          </span>
                        </Checkbox>
                      ))}
                    </div>
                  </Field>
                  <CodeField
                    name="selection"
                    label="What to ask of each"
                    hint="Fields of ActivityEntry, in GraphQL, asked with your rights; the answer is sent as “event”. Empty for none."
                    placeholder={example}
                    defaultValue={channel?.selection ?? ""}
                  />
                </div>
              </details>
            )}
            {means !== "IN_APP" && (
              <div className="grid grid-cols-2 items-start gap-3 sm:grid-cols-4">
                <TextField
                  name="quietFrom"
                  label="Quiet from"
                  placeholder="22:00"
                  autoComplete="off"
                  defaultValue={channel?.quiet ? clockOf(channel.quiet.fromMinute) : ""}
                />
                <TextField
                  name="quietUntil"
                  label="until"
                  placeholder="07:00"
                  autoComplete="off"
                  defaultValue={channel?.quiet ? clockOf(channel.quiet.untilMinute) : ""}
                />
                {gathers && (
                  <Field name="digest" label="How" className="col-span-2">
                    <Select options={digests} defaultValue={channel?.digest ?? "NONE"} />
                  </Field>
                )}
              </div>
            )}
            <DialogActions>
              <Button onClick={() => onOpenChange(false)}>Cancel</Button>
              <SubmitButton busy={busy}>{channel ? "Save" : "Add channel"}</SubmitButton>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
