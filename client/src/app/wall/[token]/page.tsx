import type { Metadata } from "next";
import { WallView } from "#features/savings/wall-view.tsx";

export const metadata: Metadata = { title: "Savings", robots: { index: false, follow: false } };

/** For a screen on a wall: its address is all that it needs. */
export default async function WallPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  return <WallView token={decodeURIComponent(token)} />;
}
