"use client";

import { Form as Base } from "@base-ui/react/form";
import { useState, useTransition, type ReactNode } from "react";
import { problemOf } from "#lib/problem.ts";
import type { Refused } from "#lib/refusal.ts";
import { Button, type ButtonProps } from "./button.tsx";
import { Notice } from "./notice.tsx";

// The one way a form is sent: the values go to `submit`; what comes back refused is shown at the field
// it is about, or above the form when it is about no field; a fault keeps what was typed.

export interface FormProps {
  submit: (values: FormData) => Promise<Refused | null>;
  /** The fields of the form, by name: a refusal about any other is shown above. */
  fields: readonly string[];
  children: (state: { busy: boolean }) => ReactNode;
  className?: string;
  "aria-label"?: string;
}

export function Form({ submit, fields, children, ...rest }: FormProps) {
  const [refused, setRefused] = useState<Refused | null>(null);
  const [busy, start] = useTransition();
  const atField = refused?.field && fields.includes(refused.field) ? refused.field : null;

  const send = (values: FormData): void =>
    start(async () => {
      setRefused(null);
      try {
        setRefused(await submit(values));
      } catch (error) {
        const { title, detail } = problemOf(error);
        setRefused({ field: null, message: `${title}. ${detail}` });
      }
    });

  return (
    <Base
      errors={atField && refused ? { [atField]: refused.message } : {}}
      // Who is quicker than the page's script is heard once it is there. Without it the browser would send what was
      // typed by itself, a password too, as a part of the address.
      action={send}
      onSubmit={(event) => {
        event.preventDefault();
        // A form in a dialog stands in the document by itself, but React hands its events on to the form it was opened from.
        event.stopPropagation();
        send(new FormData(event.currentTarget));
      }}
      {...rest}
    >
      {refused && !atField && (
        <div ref={show}>
          <Notice tone="danger">{refused.message}</Notice>
        </div>
      )}
      {children({ busy })}
    </Base>
  );
}

/** It stands above the form, and whoever sent it is at its end. */
function show(notice: HTMLElement | null): void {
  notice?.scrollIntoView({ block: "center" });
}

export function SubmitButton(props: ButtonProps) {
  return <Button type="submit" tone="primary" {...props} />;
}

/** The text of one field, without the spaces around it. */
export function textOf(values: FormData, name: string): string {
  const value = values.get(name);
  return typeof value === "string" ? value.trim() : "";
}
