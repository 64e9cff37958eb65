import { ApolloClient, InMemoryCache } from "@apollo/client";
import { afterEach, expect, test, vi } from "vitest";
import { PaletteGpusDocument } from "#gql/shell.ts";
import { setViewer } from "../viewer.ts";
import { overHttp } from "./links.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

test("what a page asks says whose page it is, once that is known", async () => {
  const heard: (string | null)[] = [];
  vi.stubGlobal("fetch", async (_address: string, { headers }: RequestInit) => {
    heard.push(new Headers(headers).get("x-berth-viewer"));
    return Response.json({ data: { offers: null } });
  });
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: overHttp({ address: "http://berth.test/graphql" }),
  });
  const ask = () =>
    client.query({ query: PaletteGpusDocument, fetchPolicy: "no-cache", errorPolicy: "ignore" });
  await ask();
  const leave = setViewer({ accountId: "acc_1", userId: "usr_ada" });
  await ask();
  leave();
  await ask();
  expect(heard).toEqual([null, "acc_1 usr_ada", null]);
});
