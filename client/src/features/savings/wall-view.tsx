"use client";

import { Economy } from "./economy.tsx";
import { useWall } from "./use-wall.ts";

/** What the month has saved, large enough to be read across a room. Nothing on it can be pressed. */
export function WallView({ token }: { token: string }) {
  const { told, isGone, counting, connection } = useWall(token);
  if (isGone)
    return (
      <Alone>
        <h1 className="text-2xl font-semibold tracking-tight">There is nothing here, or no longer</h1>
        <p className="text-ink-soft">Whoever made this address can make another, on the page “Savings”.</p>
      </Alone>
    );
  if (!told)
    return (
      <Alone>
        <p role="status" className="text-ink-soft">
          {connection.state === "offline"
            ? "No connection. It is tried again by itself."
            : "Reading what runs."}
        </p>
      </Alone>
    );
  const { tick, cloud, everRan, name } = told;
  return (
    <main className="grid min-h-dvh grid-cols-[minmax(0,1fr)] content-center gap-2">
      <h1 className="px-4 text-[max(1.125rem,1.8vw)] text-ink-soft">{name}</h1>
      <Economy
        shape="wall"
        counting={counting}
        connection={connection}
        month={tick}
        running={{ machines: tick.sessions.length, everRan, ratePerHour: tick.ratePerHour }}
        cloud={cloud}
      />
    </main>
  );
}

function Alone({ children }: { children: React.ReactNode }) {
  return <main className="grid min-h-dvh content-center justify-items-center gap-2 px-4">{children}</main>;
}
