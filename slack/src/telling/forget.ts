import type { Memory } from "../kept/memory.ts";

const DAY_MS = 24 * 3_600_000;
/** A card that was told to its end is edited no more after this long; what happens then begins another. */
const CARD_DAYS = 30;
const CONFIRMATION_MS = DAY_MS;

/** What nothing will ask for again is not kept. */
export async function forgetOld(memory: Memory, now: number): Promise<void> {
  const { cards, confirmations, heard } = memory.state;
  const old = {
    cards: Object.values(cards).flatMap((card) =>
      now - card.at > CARD_DAYS * DAY_MS && card.shown === card.version && card.told === card.counted
        ? [card.id]
        : [],
    ),
    confirmations: Object.values(confirmations).flatMap(({ id, until, state }) =>
      state !== "taken" && now - until > CONFIRMATION_MS ? [id] : [],
    ),
    heard: Object.entries(heard).flatMap(([id, until]) => (until < now ? [id] : [])),
  };
  if (old.cards.length + old.confirmations.length + old.heard.length === 0) return;
  await memory.note({ t: "forgotten", ...old });
}
