"use client";

import { useMutation } from "@apollo/client/react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { DismissCalendarProposalDocument } from "#gql/calendars.ts";
import type { GooglePanel_GoogleFragment } from "#gql/graphql.ts";
import { useZone } from "#lib/reader.tsx";
import { refusalIn } from "#lib/refusal.ts";
import { type ReservationWish, wishLink } from "#lib/reservation-wish.ts";
import { dayAndTime } from "#lib/time.ts";
import { Button } from "#ui/button.tsx";
import { buttonStyle } from "#ui/button-style.ts";
import { sayDone, sayFailed, sayRefused } from "#ui/toast.tsx";

type Proposal = GooglePanel_GoogleFragment["proposals"][number];

export interface ProposalsProps {
  proposals: readonly Proposal[];
  onChanged: () => Promise<void>;
}

/** What was moved or deleted by hand, and whether the booking shall follow. */
export function Proposals({ proposals, onChanged }: ProposalsProps) {
  const zone = useZone();
  const router = useRouter();
  const [dismiss] = useMutation(DismissCalendarProposalDocument);
  if (proposals.length === 0) return null;
  const keep = async ({ id }: Proposal): Promise<void> => {
    try {
      const { data } = await dismiss({ variables: { proposalId: id } });
      const refused = refusalIn(data?.dismissCalendarProposal);
      if (refused) sayRefused("That did not work", refused.message);
      else sayDone("Kept as it is", "The event is put back.");
      await onChanged();
      // The banner above every page is not of this one.
      router.refresh();
    } catch (error) {
      sayFailed("That did not work", error);
    }
  };
  return (
    <section aria-label="Changed by hand" className="rounded-md border border-warn/30 bg-warn-wash">
      <ul>
        {proposals.map((proposal) => (
          <li key={proposal.id} className="flex flex-wrap items-center gap-3 px-3 py-2 text-sm">
            <span className="grow">
              {proposal.kind === "MOVE" && proposal.startsAt && proposal.endsAt
                ? `You moved an event to ${dayAndTime(proposal.startsAt, zone)} until ${dayAndTime(proposal.endsAt, zone)}. The booking is where it was.`
                : "You deleted an event. The booking stands as it did."}
            </span>
            <Link
              href={wishLink(proposal.reservationId, wishOf(proposal))}
              className={buttonStyle({ tone: "plain", size: "sm" })}
            >
              {proposal.kind === "MOVE" ? "Move the booking" : "Cancel the booking"}
            </Link>
            <Button size="sm" tone="quiet" onClick={() => void keep(proposal)}>
              Keep it as it is
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function wishOf({ kind, startsAt, endsAt }: Proposal): ReservationWish {
  if (kind === "CANCEL") return { ask: "cancel" };
  return startsAt && endsAt ? { ask: "move", startsAt, endsAt } : { ask: null };
}
