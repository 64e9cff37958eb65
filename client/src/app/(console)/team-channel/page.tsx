import type { Metadata } from "next";
import { TeamChannelView } from "#features/team-channel/team-channel-view.tsx";

export const metadata: Metadata = { title: "Team channel" };

export default function TeamChannelPage() {
  return <TeamChannelView />;
}
