import { cva } from "class-variance-authority";

/** A button's looks, for what is pressed like one and is none: a link, a part of a dialog. */
export const buttonStyle = cva(
  "relative inline-flex shrink-0 select-none items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-colors duration-100 data-disabled:cursor-not-allowed data-disabled:opacity-50",
  {
    variants: {
      tone: {
        primary: "border-transparent bg-accent text-on-accent hover:not-data-disabled:bg-accent-strong",
        plain: "border-line-strong bg-sheet text-ink hover:not-data-disabled:bg-well data-popup-open:bg-well",
        quiet:
          "border-transparent text-ink-soft hover:not-data-disabled:bg-well hover:not-data-disabled:text-ink data-popup-open:bg-well data-popup-open:text-ink",
        danger: "border-transparent bg-danger text-on-accent hover:not-data-disabled:opacity-90",
      },
      size: {
        sm: "h-7 px-2.5 text-xs",
        md: "h-8 px-3 text-sm",
        lg: "h-10 px-4 text-base",
        icon: "size-8 text-sm",
        iconSm: "size-7 text-xs",
      },
    },
    defaultVariants: { tone: "plain", size: "md" },
  },
);
