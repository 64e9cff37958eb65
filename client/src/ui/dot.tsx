import { cva, type VariantProps } from "class-variance-authority";

const style = cva("inline-block size-1.75 shrink-0 rounded-full", {
  variants: {
    tone: {
      good: "bg-fall",
      waiting: "bg-accent animate-pulse-quiet",
      warn: "bg-warn",
      danger: "bg-danger",
      none: "border border-line-strong",
    },
  },
});

/** Says the same as the words beside it; never alone. */
export function Dot({ tone }: { tone: NonNullable<VariantProps<typeof style>["tone"]> }) {
  return <span aria-hidden className={style({ tone })} />;
}
