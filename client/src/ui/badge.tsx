import { cva, type VariantProps } from "class-variance-authority";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

const style = cva(
  "inline-flex items-center rounded-sm px-1.5 text-2xs font-medium leading-[1.125rem] whitespace-nowrap",
  {
    variants: {
      tone: {
        neutral: "bg-well text-ink-soft",
        accent: "bg-accent-wash text-accent",
        good: "bg-fall-wash text-fall",
        warn: "bg-warn-wash text-warn",
        danger: "bg-danger-wash text-danger",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

export function Badge({
  tone,
  className,
  children,
}: VariantProps<typeof style> & { className?: string; children: ReactNode }) {
  return <span className={classNames(style({ tone }), className)}>{children}</span>;
}
