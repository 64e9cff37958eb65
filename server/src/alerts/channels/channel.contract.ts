import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Alert, Message, Sender, Target } from "./channel.ts";

/** How the one at the other end is minded. */
export type Mind = "takes" | "fails" | "refuses" | "silent";

/** A channel with a real receiver at its other end. */
export interface Stage {
  sender: Sender;
  target: Target;
  mind: (mind: Mind) => void;
  /** What arrived: under which id, and everything that was said. */
  heard: () => { id: string; said: string }[];
  close: () => Promise<void>;
}

export const PATIENCE_MS = 300;
const NOW = new Date("2026-11-26T12:00:00Z");
export const HOSTILE = "<!channel> <https://evil.test|log in>\r\nBcc: eve@evil.test\r\n\r\n.\r\n<script>";

export const alertOf = (id: string, rest: Partial<Alert> = {}): Alert => ({
  id,
  kind: "session-failed",
  topic: "session.changed",
  subject: "ses_1",
  cursor: null,
  selected: null,
  payload: { state: "failed" },
  said: { title: "A session failed", paragraphs: ["No machine was to be had."], path: "/sessions/ses_1" },
  happenedAt: NOW,
  attempt: 1,
  ...rest,
});

export const messageOf = (target: Target, ...alerts: [Alert, ...Alert[]]): Message => ({
  channelId: "chn_1",
  channelName: "Ops",
  target,
  alerts,
  now: NOW,
});

/** What holds of every means of telling. */
export function keepsTheContract(name: string, open: () => Promise<Stage>): void {
  describe(`told by ${name}`, () => {
    let stage: Stage;
    beforeEach(async () => {
      stage = await open();
    });
    afterEach(() => stage?.close());
    const send = (...alerts: [Alert, ...Alert[]]) => stage.sender.send(messageOf(stage.target, ...alerts));

    test("what is taken is delivered, with what it says and where it leads", async () => {
      expect(await send(alertOf("alr_1"))).toMatchObject({ delivered: true });
      const [heard, ...more] = stage.heard();
      expect(more).toEqual([]);
      expect(heard?.said).toContain("A session failed");
      expect(heard?.said).toContain("No machine was to be had.");
    });

    test("told again it bears the same id, by which who hears it twice can know", async () => {
      await send(alertOf("alr_1"));
      await send(alertOf("alr_1", { attempt: 2 }));
      await send(alertOf("alr_2"));
      const [first, again, another] = stage.heard().map(({ id }) => id);
      expect(again).toBe(first);
      expect(another).not.toBe(first);
    });

    test("a receiver that fails is asked again, and one that says never is not", async () => {
      stage.mind("fails");
      expect(await send(alertOf("alr_1"))).toMatchObject({ delivered: false, forGood: false });
      stage.mind("refuses");
      expect(await send(alertOf("alr_1"))).toMatchObject({ delivered: false, forGood: true });
      stage.mind("takes");
      expect(await send(alertOf("alr_1"))).toMatchObject({ delivered: true });
    });

    test("a receiver that never answers is waited for no longer than patience has it", async () => {
      stage.mind("silent");
      expect(await send(alertOf("alr_1"))).toMatchObject({ delivered: false, forGood: false });
    });

    test("a receiver that is not there is no error of ours, and is asked again", async () => {
      await stage.close();
      expect(await send(alertOf("alr_1"))).toMatchObject({ delivered: false, forGood: false });
    });

    test("why it failed repeats nothing that the receiver said", async () => {
      stage.mind("fails");
      const outcome = await send(alertOf("alr_1"));
      expect(JSON.stringify(outcome)).not.toContain("secret of the receiver");
    });
  });
}
