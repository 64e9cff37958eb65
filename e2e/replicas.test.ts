import { afterAll, beforeAll, expect, test } from "vitest";
import { activityCursor, Follower, rename } from "./api-client.ts";
import { type Product, startProduct } from "./product.ts";

let product: Product;
beforeAll(async () => {
  product = await startProduct({ servers: 2, console: false });
});
afterAll(() => product?.stop());

const names = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `Team ${from + at}`);
const newNames = (summaries: string[]) => summaries.map((summary) => /to “(.*)”$/.exec(summary)?.[1]);

test("what happens through one process reaches a subscriber of the other", async () => {
  const [first = "", second = ""] = product.apiUrls;
  const follower = new Follower(
    [second],
    product.demo.apiKey,
    await activityCursor(first, product.demo.apiKey),
  );
  for (const name of names(0, 20)) await rename(first, product.demo.apiKey, name);
  await follower.until((summaries) => summaries.length >= 20);
  expect(newNames(follower.summaries)).toEqual(names(0, 20));
  await follower.stop();
});

test("E1: when its process is killed, a subscriber resumes on the other with no gap and no repeat", async () => {
  const [first = "", second = ""] = product.apiUrls;
  const { apiKey } = product.demo;
  const follower = new Follower([second, first], apiKey, await activityCursor(first, apiKey));
  for (const name of names(100, 160)) {
    await rename(first, apiKey, name);
    if (name === "Team 120") await product.servers[1]?.kill("SIGKILL");
  }
  await follower.until((summaries) => summaries.length >= 60);
  expect(newNames(follower.summaries)).toEqual(names(100, 160));
  await follower.stop();
  await product.startServer(1);
});

test("G21: a process that is told to stop sends its subscribers elsewhere, and answers what it was asked", async () => {
  const [first = "", second = ""] = product.apiUrls;
  const { apiKey } = product.demo;
  const follower = new Follower([second, first], apiKey, await activityCursor(first, apiKey));
  await rename(first, apiKey, "Before");
  await follower.until((summaries) => summaries.length === 1);
  const asked = Array.from({ length: 20 }, (_, at) => rename(second, apiKey, `During ${at}`));
  await new Promise((resolve) => setTimeout(resolve, 30));
  await product.servers[1]?.kill("SIGTERM");
  const answers = await Promise.all(asked);
  expect(answers.map(({ data }) => data?.renameAccount.__typename)).toEqual(Array(20).fill("Account"));
  expect(product.servers[1]?.process.exitCode).toBe(0);
  await rename(first, apiKey, "After");
  await follower.until((summaries) => summaries.length >= 22);
  // A close code that tells a client to come back, not to give up.
  expect(follower.closed).toContain(1012);
  expect(newNames(follower.summaries).at(-1)).toBe("After");
  await follower.stop();
  await product.startServer(1);
});
