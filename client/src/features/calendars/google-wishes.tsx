"use client";

import { useMutation } from "@apollo/client/react";
import { ChangeGoogleCalendarDocument } from "#gql/calendars.ts";
import type { ChangeGoogleCalendarInput, GooglePanel_GoogleFragment } from "#gql/graphql.ts";
import { refusalIn, type Refused } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import { Checkbox } from "#ui/checkbox.tsx";
import { Field, TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { Select } from "#ui/select.tsx";
import { sayDone, sayFailed, sayRefused } from "#ui/toast.tsx";

export interface GoogleWishesProps {
  google: GooglePanel_GoogleFragment;
  onChanged: () => Promise<void>;
  /** Google has to be asked first. */
  onConsent: (more: { readBusy?: boolean; readEvents?: boolean }) => Promise<void>;
}

const mirrors = [
  { value: "ACCOUNT", label: "All that the team booked" },
  { value: "OWN", label: "What you booked" },
] as const;

const byHands = [
  { value: "PUT_BACK", label: "Put it back", hint: "The booking is what counts." },
  { value: "ASK", label: "Ask me", hint: "The booking follows only when you say so." },
] as const;

const computeBys = [
  { value: "TAG", label: "A tag in the title" },
  { value: "TITLE", label: "The whole title" },
] as const;

export function GoogleWishes({ google, onChanged, onConsent }: GoogleWishesProps) {
  const [change] = useMutation(ChangeGoogleCalendarDocument);
  const wish = async (input: ChangeGoogleCalendarInput): Promise<Refused | null> => {
    const { data } = await change({ variables: { input } });
    const answer = data?.changeGoogleCalendar;
    if (answer?.__typename === "ConsentNeeded") {
      await onConsent({ readBusy: answer.readBusy, readEvents: answer.readEvents });
      return null;
    }
    const refused = refusalIn(answer);
    if (!refused) await onChanged();
    return refused;
  };
  const say = async (input: ChangeGoogleCalendarInput): Promise<void> => {
    try {
      const refused = await wish(input);
      if (refused) sayRefused("That did not work", refused.message);
    } catch (error) {
      sayFailed("That did not work", error);
    }
  };
  return (
    <div className="grid gap-5 lg:grid-cols-2">
      <div className="grid content-start gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field name="mirrors" label="What stands there">
            <Select
              options={mirrors}
              value={google.mirrors}
              onChange={(next) => void say({ mirrors: next })}
            />
          </Field>
          <Field name="byHand" label="An event moved by hand">
            <Select options={byHands} value={google.byHand} onChange={(next) => void say({ byHand: next })} />
          </Field>
        </div>
        <div className="grid gap-2">
          <Checkbox
            checked={google.avoidsMeetings}
            onChange={(checked) => void say({ avoidsMeetings: checked })}
          >
            <span>
              Best windows keep clear of my meetings{" "}
              {!google.mayReadBusy && <span className="text-xs text-ink-faint">Google asks you first</span>}
            </span>
          </Checkbox>
          <Checkbox checked={google.avoidsNights} onChange={(checked) => void say({ avoidsNights: checked })}>
            <span>
              And of my nights <span className="text-xs text-ink-faint">22:00 to 07:00</span>
            </span>
          </Checkbox>
        </div>
        <Form
          aria-label="Cheapest windows"
          fields={["windows"]}
          className="flex flex-wrap items-end gap-3"
          submit={async (values) => {
            const gpu = textOf(values, "windows").trim();
            const hours = Number(textOf(values, "hours") || "4");
            const refused = await wish({ windows: gpu === "" ? null : { gpu, gpuCount: 1, hours } });
            if (!refused) sayDone("Kept", gpu === "" ? "No windows stand there." : "They move each hour.");
            return refused;
          }}
        >
          {({ busy }) => (
            <>
              <TextField
                name="windows"
                label="Also when this GPU is cheapest"
                placeholder="None"
                autoComplete="off"
                defaultValue={google.windows?.gpu ?? ""}
                className="grow"
              />
              <TextField
                name="hours"
                label="For hours"
                inputMode="numeric"
                defaultValue={google.windows?.hours ?? 4}
                className="w-24"
              />
              <SubmitButton busy={busy} tone="plain">
                Keep windows
              </SubmitButton>
            </>
          )}
        </Form>
      </div>
      {google.mayReadEvents ? (
        <Form
          aria-label="Events that need a GPU"
          fields={["compute"]}
          className="grid content-start gap-3"
          submit={async (values) => {
            const by = textOf(values, "by") === "TITLE" ? ("TITLE" as const) : ("TAG" as const);
            const text = textOf(values, "compute").trim();
            const gpu = textOf(values, "gpu");
            const gpuCount = Number(textOf(values, "gpuCount") || "1");
            const refused = await wish({ compute: text === "" ? null : { by, text, gpu, gpuCount } });
            if (!refused) sayDone("Kept", "Your events are looked through within a minute.");
            return refused;
          }}
        >
          {({ busy }) => (
            <>
              <p className="text-sm font-medium">Events of mine that need a GPU</p>
              <div className="grid items-start gap-3 sm:grid-cols-2">
                <Field name="by" label="Known by">
                  <Select options={computeBys} defaultValue={google.compute?.by ?? "TAG"} />
                </Field>
                <TextField
                  name="compute"
                  label="Which"
                  defaultValue={google.compute?.text ?? "#compute"}
                  autoComplete="off"
                />
                <TextField name="gpu" label="GPU" defaultValue={google.compute?.gpu ?? "H100"} />
                <TextField
                  name="gpuCount"
                  label="How many"
                  inputMode="numeric"
                  defaultValue={google.compute?.gpuCount ?? 1}
                />
              </div>
              <div>
                <SubmitButton busy={busy}>Keep rule</SubmitButton>
              </div>
            </>
          )}
        </Form>
      ) : (
        <div className="grid content-start gap-2 text-sm">
          <p className="font-medium">Events of mine that need a GPU</p>
          <p className="text-ink-soft">
            Tag an event, such as “#compute evaluation”, and the forecast shows what it costs at its time and
            when it would cost less. For that Berth reads the calendars that you own, and keeps only what is
            tagged.
          </p>
          <div>
            <Button onClick={() => void onConsent({ readEvents: true })}>Allow it at Google</Button>
          </div>
        </div>
      )}
    </div>
  );
}
