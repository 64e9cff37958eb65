"use client";

import { useApolloClient, useMutation } from "@apollo/client/react";
import { useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import {
  CalendarsPageDocument,
  ChangeCalendarSettingsDocument,
  FeedList_FeedFragmentDoc,
  GooglePanel_GoogleFragmentDoc,
} from "#gql/calendars.ts";
import type { CalendarsPageQuery } from "#gql/graphql.ts";
import { afresh, Readings } from "#lib/live/readings.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Checkbox } from "#ui/checkbox.tsx";
import { Notice } from "#ui/notice.tsx";
import { Panel } from "#ui/panel.tsx";
import { sayFailed, sayRefused } from "#ui/toast.tsx";
import { FeedPanel } from "./feed-panel.tsx";
import { GooglePanel } from "./google-panel.tsx";
import { arrivals } from "./words.ts";

/** How what is booked gets into the calendar that somebody looks into anyway. */
export function CalendarsView({ first, arrival }: { first: CalendarsPageQuery; arrival: string | null }) {
  const client = useApolloClient();
  const [data, setData] = useState(first);
  const [change] = useMutation(ChangeCalendarSettingsDocument);
  const [readings] = useState(() => new Readings());
  const read = async (): Promise<void> => {
    const mayShow = readings.begin();
    const answer = await client
      .query({ query: CalendarsPageDocument, ...afresh })
      // What stands there was true a moment ago.
      .catch(() => null);
    if (answer?.data && mayShow()) setData(answer.data);
  };
  const { calendarSettings: settings, pools } = data;
  const google = readFragment(GooglePanel_GoogleFragmentDoc, settings.google);
  const feeds = settings.feeds.map((feed) => readFragment(FeedList_FeedFragmentDoc, feed));
  const said = arrival === null ? undefined : arrivals[arrival];

  const confirm = async (confirms: boolean): Promise<void> => {
    try {
      const { data: answer } = await change({ variables: { input: { confirms } } });
      const refused = refusalIn(answer?.changeCalendarSettings);
      if (refused) sayRefused("That did not work", refused.message);
      await read();
    } catch (error) {
      sayFailed("That did not work", error);
    }
  };

  return (
    <>
      {said && (
        <Notice tone={said.tone} className="mx-4 mt-4">
          {said.says}
        </Notice>
      )}
      <GooglePanel google={google} onChanged={read} />
      <FeedPanel feeds={feeds} pools={pools} onChanged={read} />
      <Panel
        title="Letters"
        note="A letter about each booking of yours, and to owners and admins about those of API keys, with a file that puts it into your calendar, moves it there, or takes it out."
      >
        <Checkbox className="px-4" checked={settings.confirms} onChange={(checked) => void confirm(checked)}>
          Confirm bookings by mail
        </Checkbox>
      </Panel>
    </>
  );
}
