import { clsx, type ClassValue } from "clsx";
import { twMerge } from "tailwind-merge";

/** Joins class names; of two that set the same thing, the later one counts. */
export function classNames(...names: ClassValue[]): string {
  return twMerge(clsx(names));
}
