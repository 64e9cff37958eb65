// What somebody wrote in the explorer is kept in their browser, under who they are: the next to sign in there does not
// find it. An answer is never kept.

type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

export interface Kept {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  clear(): void;
  length: number;
}

export function keptFor(reader: string, shelf: Shelf): Kept {
  const prefix = `explorer:${reader}:`;
  const own = () =>
    Array.from({ length: shelf.length }, (_, at) => shelf.key(at)).filter(
      (key): key is string => key?.startsWith(prefix) === true,
    );
  return {
    getItem: (key) => shelf.getItem(prefix + key),
    setItem: (key, value) => shelf.setItem(prefix + key, value),
    removeItem: (key) => shelf.removeItem(prefix + key),
    clear() {
      for (const key of own()) shelf.removeItem(key);
    },
    get length() {
      return own().length;
    },
  };
}

/**
 * What stood in the tab that was left, with its variables: by itself the explorer finds the one again and forgets the
 * others, unless somebody typed them.
 */
export function leftIn(tabs: string): { initialQuery?: string; initialVariables?: string } {
  try {
    const kept = JSON.parse(tabs) as {
      tabs: { query: string | null; variables: string | null }[];
      activeTabIndex: number;
    };
    const { query, variables } = kept.tabs[kept.activeTabIndex] ?? { query: null, variables: null };
    return {
      ...(query !== null && { initialQuery: query }),
      ...(variables !== null && { initialVariables: variables }),
    };
  } catch {
    return {};
  }
}
