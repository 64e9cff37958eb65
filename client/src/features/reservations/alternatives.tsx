import { useZone } from "#lib/reader.tsx";
import { dayAndTime } from "#lib/time.ts";
import { Button } from "#ui/button.tsx";

interface Window {
  startsAt: string;
  endsAt: string;
}

/** When it would be free, the nearest first. */
export function Alternatives({
  windows,
  onChoose,
}: {
  windows: readonly Window[];
  onChoose: (window: Window) => void;
}) {
  const zone = useZone();
  if (windows.length === 0) return <p className="mt-1">Nothing nearby is free for as long.</p>;
  return (
    <div className="mt-2 flex flex-wrap items-center gap-2">
      <span>It is free from</span>
      {windows.map(({ startsAt, endsAt }) => (
        <Button key={startsAt} tone="plain" size="sm" onClick={() => onChoose({ startsAt, endsAt })}>
          {dayAndTime(startsAt, zone)}
        </Button>
      ))}
    </div>
  );
}
