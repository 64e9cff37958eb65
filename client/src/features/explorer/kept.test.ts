import { expect, test } from "vitest";
import { keptFor, leftIn } from "./kept.ts";

function shelf() {
  const things = new Map<string, string>([["other", "stays"]]);
  return {
    getItem: (key: string) => things.get(key) ?? null,
    setItem: (key: string, value: string) => void things.set(key, value),
    removeItem: (key: string) => void things.delete(key),
    key: (at: number) => [...things.keys()][at] ?? null,
    get length() {
      return things.size;
    },
  };
}

test("E2: what one reader wrote is not there for the next in the same browser", () => {
  const browser = shelf();
  keptFor("acc_1:usr_ada", browser).setItem("tabs", "Ada's");
  const bo = keptFor("acc_1:usr_bo", browser);
  expect([bo.getItem("tabs"), bo.length]).toEqual([null, 0]);
});

test("what is cleared is one's own, and nothing else", () => {
  const browser = shelf();
  const [ada, bo] = [keptFor("ada", browser), keptFor("bo", browser)];
  ada.setItem("tabs", "1");
  ada.setItem("theme", "2");
  bo.setItem("tabs", "3");
  ada.clear();
  expect([ada.length, bo.getItem("tabs"), browser.getItem("other")]).toEqual([0, "3", "stays"]);
});

test("who comes back finds the variables of the tab that was left, too", () => {
  const tabs = [
    { query: "{ one }", variables: null },
    { query: "query ($text: String!) { two }", variables: '{ "text": "h100" }' },
  ];
  expect(leftIn(JSON.stringify({ tabs, activeTabIndex: 1 }))).toEqual({
    initialQuery: "query ($text: String!) { two }",
    initialVariables: '{ "text": "h100" }',
  });
  expect(leftIn(JSON.stringify({ tabs, activeTabIndex: 0 }))).toEqual({ initialQuery: "{ one }" });
  for (const other of ["", "null", JSON.stringify({ tabs: [], activeTabIndex: 3 })])
    expect(leftIn(other)).toEqual({});
});
