import { diff, DiffRule } from "@graphql-inspector/core";
import type { GraphQLSchema } from "graphql";

/**
 * The changes since a release that its changelog does not name under its first heading. A change is told by its own
 * place in backticks, `Offer.price`, or by that of what it is part of, `Offer`.
 */
export async function untoldBetween(
  released: GraphQLSchema,
  current: GraphQLSchema,
  changelog: string,
): Promise<string[]> {
  const told = new Set(Array.from(nextOf(changelog).matchAll(/`([\w.]+)`/g), ([, place]) => place));
  const changes = await diff(released, current, [DiffRule.ignoreDescriptionChanges]);
  return changes
    .filter(({ path = "" }) => !placesOf(path).some((place) => told.has(place)))
    .map(({ path = "schema", message }) => `${path}: not in docs/releases/changes.md: ${message}`);
}

/** What stands between the first heading and the second. */
const nextOf = (changelog: string): string => changelog.split(/^## /m)[1] ?? "";

/** `A.b.c` is also part of `A.b` and of `A`. */
const placesOf = (path: string): string[] => {
  const parts = path.split(".");
  return parts.map((_, at) => parts.slice(0, at + 1).join("."));
};
