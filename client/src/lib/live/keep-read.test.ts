import { expect, test } from "vitest";
import { keepRead } from "./keep-read.ts";

interface Answer {
  data?: string;
}

/** What is shown of readings that a test answers itself, and of waits that it ends. */
function keeping() {
  const asked: PromiseWithResolvers<Answer>[] = [];
  const waits: { attempt: number; end: () => void }[] = [];
  const shown: string[] = [];
  const kept = keepRead<string>(
    () => {
      const answer = Promise.withResolvers<Answer>();
      asked.push(answer);
      return answer.promise;
    },
    (data) => shown.push(data),
    (attempt) => new Promise((end) => waits.push({ attempt, end })),
  );
  return { ...kept, asked, waits, shown };
}

const turn = (): Promise<void> => new Promise(setImmediate);
const away = new Error("502");

test("a change whose reading failed is read again, after waits that grow, until it was read", async () => {
  const { again, asked, waits, shown } = keeping();
  again();
  for (const nth of [0, 1, 2]) {
    asked[nth]?.reject(away);
    await turn();
    waits[nth]?.end();
    await turn();
  }
  asked[3]?.resolve({ data: "STOPPED" });
  await turn();
  expect(shown).toEqual(["STOPPED"]);
  expect(waits.map(({ attempt }) => attempt)).toEqual([0, 1, 2]);
  expect(asked).toHaveLength(4);

  again();
  asked[4]?.reject(away);
  await turn();
  expect(waits[3]?.attempt).toBe(0);
});

test("an answer without data is no reading", async () => {
  const { again, asked, waits } = keeping();
  again();
  asked[0]?.resolve({});
  await turn();
  expect(waits).toHaveLength(1);
});

test("what was read before the latest change is shown, and read again", async () => {
  const { again, asked, waits, shown } = keeping();
  again();
  again();
  asked[1]?.reject(away);
  await turn();
  asked[0]?.resolve({ data: "RUNNING" });
  await turn();
  waits[0]?.end();
  await turn();
  asked[2]?.resolve({ data: "STOPPED" });
  await turn();
  expect(shown).toEqual(["RUNNING", "STOPPED"]);
});

test("a change is read at once, and whoever waited reads no more", async () => {
  const { again, asked, waits, shown } = keeping();
  again();
  asked[0]?.reject(away);
  await turn();
  again();
  expect(asked).toHaveLength(2);
  asked[1]?.resolve({ data: "STOPPED" });
  waits[0]?.end();
  await turn();
  expect(shown).toEqual(["STOPPED"]);
  expect(asked).toHaveLength(2);
});

test("whoever is gone is shown nothing, and reads no more", async () => {
  const answered = keeping();
  answered.again();
  answered.stop();
  answered.asked[0]?.resolve({ data: "STOPPED" });
  const waiting = keeping();
  waiting.again();
  waiting.asked[0]?.reject(away);
  await turn();
  waiting.stop();
  waiting.waits[0]?.end();
  await turn();
  expect(answered.shown).toEqual([]);
  expect(waiting.asked).toHaveLength(1);
});
