"use client";

import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { CreateCalendarFeedDocument } from "#gql/calendars.ts";
import type { CalendarFeedScope } from "#gql/graphql.ts";
import { useZone } from "#lib/reader.tsx";
import { refusalIn } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { Field, TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { Select } from "#ui/select.tsx";
import { scopeSays } from "./words.ts";

export interface FeedDialogProps {
  pools: readonly { id: string; name: string }[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onMade: (address: string) => void;
}

export function FeedDialog({ pools, open, onOpenChange, onMade }: FeedDialogProps) {
  const zone = useZone();
  const [scope, setScope] = useState<CalendarFeedScope>("ACCOUNT");
  const [create] = useMutation(CreateCalendarFeedDocument);
  const scopes = (["ACCOUNT", "OWN", "POOL"] as const)
    .filter((one) => one !== "POOL" || pools.length > 0)
    .map((value) => ({ value, label: scopeSays[value] }));
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Make a feed"
      description={`Its times are those of ${zone}.`}
    >
      <Form
        aria-label="Make a feed"
        fields={["name", "scope", "poolId", "windows"]}
        className="grid gap-4"
        submit={async (values) => {
          const gpu = textOf(values, "windows").trim();
          const { data } = await create({
            variables: {
              input: {
                name: textOf(values, "name"),
                scope,
                poolId: scope === "POOL" ? textOf(values, "poolId") : null,
                timeZone: zone,
                windows: gpu === "" ? null : { gpu, hours: Number(textOf(values, "hours") || "4") },
              },
            },
          });
          const made = data?.createCalendarFeed;
          if (made?.__typename === "CalendarFeedWithAddress") {
            onOpenChange(false);
            onMade(made.address);
          }
          return refusalIn(made);
        }}
      >
        {({ busy }) => (
          <>
            <TextField
              name="name"
              label="Name"
              required
              maxLength={60}
              autoComplete="off"
              autoFocus
              defaultValue="Berth"
              hint="What your calendar shows it as."
            />
            <Field name="scope" label="What stands in it">
              <Select options={scopes} value={scope} onChange={setScope} />
            </Field>
            {scope === "POOL" && (
              <Field name="poolId" label="Of which pool">
                <Select
                  options={pools.map(({ id, name }) => ({ value: id, label: name }))}
                  defaultValue={pools[0]?.id ?? ""}
                />
              </Field>
            )}
            <div className="grid items-start gap-4 sm:grid-cols-[1fr_7rem]">
              <TextField
                name="windows"
                label="Also when this GPU is cheapest"
                placeholder="None"
                autoComplete="off"
                hint="Such as H100. A forecast, and no booking."
              />
              <TextField name="hours" label="For hours" inputMode="numeric" defaultValue="4" />
            </div>
            <DialogActions>
              <Button onClick={() => onOpenChange(false)}>Cancel</Button>
              <SubmitButton busy={busy}>Make feed</SubmitButton>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
