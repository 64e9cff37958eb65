import { readFragment } from "#gql/fragment-masking.ts";
import { InTheWay_RefusalFragmentDoc } from "#gql/reservations.ts";
import type { ChangePoolMutation } from "#gql/graphql.ts";
import { useZone } from "#lib/reader.tsx";
import { dayAndTime } from "#lib/time.ts";
import { Notice } from "#ui/notice.tsx";

/** What was refused because GPUs are promised. */
export type PromisedAlready = Extract<ChangePoolMutation["changePool"], { __typename: "PromisedAlready" }>;

/** The reservations that a smaller pool, or maintenance, would leave without GPUs, by their ids. */
export function InTheWay({ refused }: { refused: PromisedAlready }) {
  const zone = useZone();
  const { inTheWay } = readFragment(InTheWay_RefusalFragmentDoc, refused);
  return (
    <Notice tone="danger">
      More was promised than would be left. In the way:
      <ul className="mt-1 grid gap-1">
        {inTheWay.map(({ id, gpus, startsAt, endsAt }) => (
          <li key={`${id} ${startsAt}`} className="flex flex-wrap gap-x-2">
            <code className="font-mono text-xs">{id}</code>
            <span className="numerals">
              {gpus} GPU{gpus === 1 ? "" : "s"}, {dayAndTime(startsAt, zone)} to {dayAndTime(endsAt, zone)}
            </span>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
