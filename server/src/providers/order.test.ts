import { expect, test } from "vitest";
import { systemClock } from "../platform/clock.ts";
import { readOrder } from "../sessions/rules/order.ts";
import { orderFor } from "../testing/stage.ts";
import { refuseOrder } from "./order.ts";

const names = [
  "ubuntu:22.04",
  "localhost:5000/team/app",
  "pytorch/pytorch:_nightly",
  "team/app:1..2",
  "team/app:1.0-",
  "Ubuntu",
  "team//app",
  "team/app/",
];
test.each(names)("an image's name is taken at the click and by a provider, or by neither: %s", (image) => {
  const isTakenAtTheClick = succeeds(() => readOrder({ hours: 1, image }));
  expect(refuseOrder("cloud", { ...orderFor(), image }) === null).toBe(isTakenAtTheClick);
});

// Longer and longer, so that a way of reading that takes ever more time is found out before it takes for ever.
test.each(["-", "_", "._", "a-", "-.", "a/", "1:", "a:1/"])(
  "an image's name that goes on with %s is judged at once",
  (part) => {
    for (let length = 2; length <= 450; length += 2) {
      const image = `a${part.repeat(length / part.length)}!`;
      const began = systemClock.elapsedMs();
      expect(refuseOrder("cloud", { ...orderFor(), image })).not.toBeNull();
      expect(systemClock.elapsedMs() - began, `${length} characters`).toBeLessThan(200);
    }
  },
);

function succeeds(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}
