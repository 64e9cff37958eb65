import { expect, test } from "vitest";
import { hostile, moreThanWords } from "../testing/hostile.ts";
import { happened, present } from "../testing/telling.ts";
import { sayCard, sayReply } from "./card.ts";
import { apply, nothing } from "./state.ts";
import { lineOf } from "./thing.ts";
import { dollars, escape, sentence, shorten } from "./words.ts";

test("hostile names mention nobody, link nowhere and turn nothing bold", () => {
  const now = present({
    title: hostile,
    state: hostile,
    facts: [{ label: hostile, value: hostile }],
    path: "/x",
  });
  const entry = happened({ actorName: hostile, summary: hostile });
  const state = apply(nothing(), {
    t: "heard",
    cursor: "1",
    lastEvent: null,
    told: [
      {
        channel: "C1",
        thing: "ses_1",
        kind: "sessions",
        card: "1",
        gathered: false,
        line: lineOf(entry, now),
        present: now,
        notBefore: 0,
        at: 1,
      },
    ],
  });
  const card = state.cards["1"]!;
  for (const said of [
    sayCard(card, "https://berth.example"),
    sayReply(card, 0, 1, "https://berth.example"),
    sentence(hostile),
  ]) {
    expect(moreThanWords(said.blocks)).toEqual([]);
    // The one text that Slack parses, for notifications.
    expect(said.text).not.toMatch(/[<>]/);
  }
  expect(JSON.stringify(sayCard(card, "https://berth.example").blocks)).toContain("<!everyone> <!channel>");
});

test("a card of the longest names is one that Slack takes", () => {
  const long = "x".repeat(10_000);
  const said = sentence(long);
  expect(said.text.length).toBeLessThanOrEqual(3_000);
  expect(JSON.stringify(said.blocks).length).toBeLessThan(1_000);
});

test("signs that begin something are written as themselves, once", () => {
  expect(escape("<!here> & <x>")).toBe("&lt;!here&gt; &amp; &lt;x&gt;");
  expect(shorten("🙂🙂🙂", 2)).toBe("🙂…");
});

test("amounts are exact", () => {
  expect(dollars("1234.500000")).toBe("$1,234.50");
  expect(dollars("0.000001")).toBe("$0.000001");
  expect(dollars("-3")).toBe("-$3.00");
});
