import type { Metadata } from "next";
import { activityPageSize } from "#features/activity/page-size.ts";
import { ActivityTable } from "#features/activity/activity-table.tsx";
import { ActivityPageDocument } from "#gql/app.ts";
import { ask } from "#lib/graphql/server.ts";
import { PageHeader } from "#ui/page-header.tsx";
import { Unreachable } from "../../unreachable.tsx";

export const metadata: Metadata = { title: "Activity" };

export default async function ActivityPage() {
  const { data, problem } = await ask(ActivityPageDocument, { first: activityPageSize });
  if (problem) return <Unreachable problem={problem} />;
  return (
    <>
      <PageHeader title="Activity">Everything that happened in this account, newest first.</PageHeader>
      <ActivityTable connection={data.activity} />
    </>
  );
}
