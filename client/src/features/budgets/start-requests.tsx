"use client";

import { useMutation } from "@apollo/client/react";
import Link from "next/link";
import { useState } from "react";
import { ApproveStartDocument, DeclineStartDocument } from "#gql/budgets.ts";
import type { StartRequests_RequestFragment } from "#gql/graphql.ts";
import { formatUsd } from "#lib/money.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { sayDone, sayRefused } from "#ui/toast.tsx";
import { Until, When } from "#ui/when.tsx";

const became = {
  PENDING: { tone: "warn", said: "waits" },
  BEGUN: { tone: "good", said: "begun" },
  DECLINED: { tone: "neutral", said: "declined" },
  FAILED: { tone: "danger", said: "could not begin" },
  LAPSED: { tone: "neutral", said: "lapsed" },
} as const;

/** What took approval: what waits for somebody to decide, and what came of the last that did. */
export function StartRequests({
  requests,
  mayDecide,
}: {
  requests: readonly StartRequests_RequestFragment[];
  mayDecide: boolean;
}) {
  const [approve] = useMutation(ApproveStartDocument);
  const [busy, setBusy] = useState<string | null>(null);
  const [declining, setDeclining] = useState<StartRequests_RequestFragment | null>(null);
  const waiting = requests.filter(({ state }) => state === "PENDING");
  const decided = requests.filter(({ state }) => state !== "PENDING").slice(0, 5);
  if (requests.length === 0) return null;

  const begin = async ({ id: requestId, said }: StartRequests_RequestFragment) => {
    setBusy(requestId);
    const { data } = await approve({ variables: { requestId } }).finally(() => setBusy(null));
    const answer = data?.approveStart;
    const refused = refusalIn(answer);
    if (refused) sayRefused("That was not approved", refused.message);
    else if (answer?.__typename === "StartRequest" && answer.state === "FAILED")
      sayRefused("It could not begin", answer.because ?? said);
    else sayDone("It has begun", said);
  };
  return (
    <section aria-label="Approvals" className="border-b">
      <h2 className="px-4 pt-4 text-base font-semibold tracking-tight">
        {waiting.length === 0
          ? "Nothing waits for approval"
          : waiting.length === 1
            ? "One start waits for approval"
            : `${String(waiting.length)} starts wait for approval`}
      </h2>
      <ul className="divide-y px-4">
        {[...waiting, ...decided].map((request) => (
          <li key={request.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3 text-sm">
            <span className="grid min-w-0 grow gap-0.5">
              <span className="flex flex-wrap items-center gap-2">
                {request.said}
                {request.consumer && ` for ${request.consumer}`}
                <Badge tone={became[request.state].tone}>{became[request.state].said}</Badge>
              </span>
              <span className="text-ink-soft">
                {request.askedBy} asked <When at={request.askedAt} />, for at most {formatUsd(request.most)}.{" "}
                <Came request={request} />
              </span>
            </span>
            {mayDecide && request.state === "PENDING" && (
              <span className="flex gap-2">
                <Button
                  size="sm"
                  tone="quiet"
                  aria-label={`Decline ${request.said} of ${request.askedBy}`}
                  onClick={() => setDeclining(request)}
                >
                  Decline
                </Button>
                <Button
                  size="sm"
                  tone="primary"
                  disabled={busy !== null}
                  aria-label={`Approve ${request.said} of ${request.askedBy}`}
                  onClick={() => void begin(request)}
                >
                  Approve
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      <Decline request={declining} onClose={() => setDeclining(null)} />
    </section>
  );
}

function Came({ request }: { request: StartRequests_RequestFragment }) {
  const { state, until, decidedBy, because, begunId } = request;
  switch (state) {
    case "PENDING":
      return (
        <>
          Lapses <Until at={until} />.
        </>
      );
    case "LAPSED":
      return <>Nobody decided in time.</>;
    case "BEGUN":
      return (
        <>
          {decidedBy} approved.{" "}
          {begunId && (
            <Link
              className="underline decoration-line-strong underline-offset-2 hover:decoration-ink"
              href={begunId.startsWith("res_") ? `/reservations/${begunId}` : `/sessions/${begunId}`}
            >
              See it
            </Link>
          )}
        </>
      );
    default:
      return (
        <>
          {decidedBy} {state === "DECLINED" ? "declined" : "approved"}
          {because ? `: ${because}` : "."}
        </>
      );
  }
}

function Decline({
  request,
  onClose,
}: {
  request: StartRequests_RequestFragment | null;
  onClose: () => void;
}) {
  const [decline] = useMutation(DeclineStartDocument);
  return (
    <Dialog
      open={request !== null}
      onOpenChange={onClose}
      title={`Decline “${request?.said ?? "it"}”?`}
      description={`${request?.askedBy ?? "Whoever asked"} reads why.`}
    >
      <Form
        aria-label="Decline"
        fields={["because"]}
        className="grid gap-4"
        submit={async (values) => {
          if (!request) return null;
          const { data } = await decline({
            variables: { requestId: request.id, because: textOf(values, "because") || null },
          });
          const refused = refusalIn(data?.declineStart);
          if (!refused) {
            sayDone("Declined", request.said);
            onClose();
          }
          return refused;
        }}
      >
        {({ busy }) => (
          <>
            <TextField name="because" label="Why" maxLength={200} autoComplete="off" autoFocus />
            <DialogActions>
              <Button onClick={onClose}>Cancel</Button>
              <SubmitButton busy={busy}>Decline</SubmitButton>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
