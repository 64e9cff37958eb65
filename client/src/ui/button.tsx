"use client";

import { Button as Base } from "@base-ui/react/button";
import type { VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { buttonStyle } from "./button-style.ts";
import { classNames } from "./class-names.ts";
import { Spinner } from "./spinner.tsx";

export interface ButtonProps
  extends Omit<ComponentProps<typeof Base>, "className">, VariantProps<typeof buttonStyle> {
  className?: string;
  /** What was asked for is under way: the button keeps its place and its name, and cannot be pressed again. */
  busy?: boolean;
}

export function Button({ tone, size, className, busy = false, disabled, children, ...rest }: ButtonProps) {
  return (
    <Base
      type="button"
      focusableWhenDisabled
      disabled={busy || disabled}
      aria-busy={busy || undefined}
      className={classNames(buttonStyle({ tone, size }), className)}
      {...rest}
    >
      {busy && (
        <span className="absolute inset-0 grid place-items-center">
          <Spinner />
        </span>
      )}
      <span className={classNames("inline-flex items-center gap-1.5", busy && "invisible")}>{children}</span>
    </Base>
  );
}
