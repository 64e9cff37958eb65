"use client";

import { useState } from "react";
import { Button } from "#ui/button.tsx";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { ZoneField } from "./zone-field.tsx";

/** Another zone beside the reader's own: on, off, and which. */
export function SecondZone({
  zone,
  onChange,
}: {
  zone: string | null;
  onChange: (zone: string | null) => void;
}) {
  const [asking, setAsking] = useState(false);
  const [wished, setWished] = useState(zone ?? "UTC");
  return (
    <>
      <Button tone="plain" size="sm" aria-pressed={zone !== null} onClick={() => setAsking(true)}>
        {zone === null ? "Second zone" : `With ${zone}`}
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title="A second zone"
        description="Its time stands beside yours on the calendar."
      >
        <div className="grid gap-2">
          <ZoneField name="secondZone" label="Zone" value={wished} onChange={setWished} />
        </div>
        <DialogActions>
          {zone !== null && (
            <Button
              onClick={() => {
                onChange(null);
                setAsking(false);
              }}
            >
              Only mine
            </Button>
          )}
          <Button
            tone="primary"
            onClick={() => {
              onChange(wished);
              setAsking(false);
            }}
          >
            Show it
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
