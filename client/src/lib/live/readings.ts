/** How what changed is read: as it is now, and not as a reading will say that was under way before it changed. */
export const afresh = { fetchPolicy: "no-cache", context: { queryDeduplication: false } } as const;

/**
 * The order of readings of one thing that may overlap: what was asked for earlier and is answered later says how it was
 * before, and is not shown.
 */
export class Readings {
  #begun = 0;
  #shown = 0;

  /** To be asked once the answer is there: whether it may be shown. */
  begin(): () => boolean {
    const mine = ++this.#begun;
    return () => {
      if (mine < this.#shown) return false;
      this.#shown = mine;
      return true;
    };
  }
}
