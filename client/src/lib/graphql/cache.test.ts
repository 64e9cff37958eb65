import { ApolloClient, ApolloLink, InMemoryCache } from "@apollo/client";
import { of } from "rxjs";
import { expect, test } from "vitest";
import { ChangeMemberRoleDocument } from "#gql/settings.ts";
import { refusalIn } from "#lib/refusal.ts";
import { cacheOptions } from "./cache.ts";

test("a refusal keeps its words on the way through the cache, whatever its type", async () => {
  const refusal = { __typename: "LastOwner", message: "One owner must stay." };
  const link = new ApolloLink(() => of({ data: { __typename: "Mutation", changeMemberRole: refusal } }));
  const client = new ApolloClient({ cache: new InMemoryCache(cacheOptions), link });
  const { data } = await client.mutate({
    mutation: ChangeMemberRoleDocument,
    variables: { memberId: "mem_1", role: "VIEWER" },
  });
  expect(refusalIn(data?.changeMemberRole)).toEqual({ field: null, message: "One owner must stay." });
});
