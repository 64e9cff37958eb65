import type { Waitlist_WaitFragment } from "#gql/graphql.ts";

type Wait = Waitlist_WaitFragment;

/** Those that still wait, the longest first. */
export function afterChange(before: readonly Wait[], changed: readonly Wait[]): Wait[] {
  const ids = new Set(changed.map(({ id }) => id));
  const known = before.map((wait) => changed.find(({ id }) => id === wait.id) ?? wait);
  const added = changed.filter(({ id }) => !before.some((wait) => wait.id === id));
  return [...known, ...added].filter(({ id, state }) => !ids.has(id) || state === "WAITING");
}
