import { cva, type VariantProps } from "class-variance-authority";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

const style = cva("rounded-md border px-3 py-2 text-sm", {
  variants: {
    tone: {
      neutral: "border-line bg-well text-ink-soft",
      good: "border-fall/30 bg-fall-wash text-ink",
      warn: "border-warn/30 bg-warn-wash text-ink",
      danger: "border-danger/30 bg-danger-wash text-ink",
    },
  },
  defaultVariants: { tone: "neutral" },
});

/** A sentence or two that belongs to what is around it, and is read out when it appears. */
export function Notice({
  tone,
  className,
  children,
}: VariantProps<typeof style> & { className?: string; children: ReactNode }) {
  return (
    <div role={tone === "danger" ? "alert" : "status"} className={classNames(style({ tone }), className)}>
      {children}
    </div>
  );
}
