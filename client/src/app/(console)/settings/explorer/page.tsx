import type { Metadata } from "next";
import { ExplorerView } from "#features/explorer/explorer-view.tsx";
import { ExplorerReaderDocument } from "#gql/explorer.ts";
import { ask } from "#lib/graphql/server.ts";
import { Unreachable } from "../../../unreachable.tsx";

export const metadata: Metadata = { title: "API explorer" };

export default async function ExplorerPage() {
  const { data, problem } = await ask(ExplorerReaderDocument, {});
  if (problem) return <Unreachable problem={problem} />;
  return <ExplorerView reader={`${data.account.id}:${data.viewer.user?.id ?? "key"}`} />;
}
