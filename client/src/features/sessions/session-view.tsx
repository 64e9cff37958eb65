"use client";

import { reasonWord } from "@berth/client-sdk/words";
import { useMutation } from "@apollo/client/react";
import Link from "next/link";
import { useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import {
  ExtendSessionDocument,
  SessionPageDocument,
  SessionsView_SessionFragmentDoc,
  SessionView_SessionFragmentDoc,
  StopSessionDocument,
} from "#gql/sessions.ts";
import type {
  SessionsView_SessionFragment,
  SessionView_SessionFragment,
  SessionPageQuery,
} from "#gql/graphql.ts";
import { formatUsd } from "#lib/money.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import { Checkbox } from "#ui/checkbox.tsx";
import { Confirm } from "#ui/confirm.tsx";
import { CopyButton } from "#ui/copy-button.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Panel } from "#ui/panel.tsx";
import { sayDone } from "#ui/toast.tsx";
import { Usd } from "#ui/usd.tsx";
import { Ago, Until, When } from "#ui/when.tsx";
import { MachinePanel } from "./machine-panel.tsx";
import { ReissueDialog } from "./reissue-dialog.tsx";
import { StateBadge } from "./state-badge.tsx";
import { useCosts, useReadAgain } from "./use-live.ts";
import { anHourOf, gpuOf, isOver, maySave, savingWord } from "./words.ts";

type Session = Omit<SessionView_SessionFragment, " $fragmentName" | " $fragmentRefs"> &
  Omit<SessionsView_SessionFragment, " $fragmentName">;

/** One session: how far it is, what it costs at this second, how to get in, and all that happened. */
export function SessionView({ first }: { first: NonNullable<SessionPageQuery["session"]> }) {
  const whole = readFragment(SessionView_SessionFragmentDoc, first);
  const { id } = readFragment(SessionsView_SessionFragmentDoc, whole);
  const data = useReadAgain(SessionPageDocument, { id }, { session: first } as SessionPageQuery, id);
  const seen = readFragment(SessionView_SessionFragmentDoc, data.session ?? first);
  const session: Session = { ...readFragment(SessionsView_SessionFragmentDoc, seen), ...seen };
  const tick = useCosts()?.sessions.find(({ sessionId }) => sessionId === id);
  const cost = isOver(session.state) ? session.cost : (tick?.cost ?? session.cost);
  return (
    <>
      <PageHeader
        title={`${session.gpuCount} × ${gpuOf(session)}`}
        actions={<Actions session={session} cost={cost} />}
      >
        <Link href="/sessions" className="underline underline-offset-2">
          Sessions
        </Link>{" "}
        · <code className="font-mono text-xs">{id}</code>
        {gpuOf(session) !== session.gpuModel && ` · ${session.gpuModel} was asked for`}
      </PageHeader>
      <Figures session={session} cost={cost} />
      {session.reason && (
        <div className="border-b px-4 py-3">
          <Notice tone={session.state === "FAILED" ? "danger" : "neutral"}>
            {reasonWord(session.reason)}.
          </Notice>
        </div>
      )}
      {session.sshCommand && (
        <Connect sessionId={id} command={session.sshCommand} config={session.sshConfig} />
      )}
      {session.readyAt && (
        <MachinePanel
          sessionId={session.id}
          gpuNames={session.vitals?.gpus.map(({ name }) => name) ?? []}
          endedAt={session.endedAt ?? null}
        />
      )}
      <Tries session={session} />
      <Panel title="What happened" note="The newest first.">
        <ol className="grid gap-2 px-4">
          {session.events.map((event) => (
            <li
              key={event.id}
              className="grid grid-cols-[11rem_1fr] gap-3 text-sm max-sm:grid-cols-1 max-sm:gap-0"
            >
              <When at={event.at} className="numerals text-ink-faint" />
              <span>
                <span className="font-medium">{event.actorName}</span> {event.summary}
              </span>
            </li>
          ))}
        </ol>
      </Panel>
    </>
  );
}

function Figures({ session, cost }: { session: Session; cost: string }) {
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-3 border-b bg-sheet px-4 py-4">
      <Figure name="State">
        <StateBadge state={session.state} />
      </Figure>
      <Figure name={isOver(session.state) ? "Final price" : "Cost until now"}>
        <Usd amount={cost} alone className="text-base" shown={6} />
      </Figure>
      <Figure name="An hour">
        <Usd amount={anHourOf(session)} alone className="text-base" />
      </Figure>
      {session.billedTo === "OWN_ACCOUNT" ? (
        <Figure name="Billed to">
          <span className="text-base">your team’s own account at the provider</span>
        </Figure>
      ) : (
        <Figure name="Held">
          <Usd amount={session.held} alone className="text-base" />
        </Figure>
      )}
      {session.endsAt && !session.isEnding && !isOver(session.state) && (
        <Figure name="Ends">
          <Until at={session.endsAt} className="numerals text-base" />
        </Figure>
      )}
      {session.saveMinutes !== null && (
        <Figure name="Its disk">
          <span className="text-base">{savingWord(session)}</span>
        </Figure>
      )}
      {session.heardAt && !isOver(session.state) && (
        <Figure name="Agent heard">
          <span className="numerals text-base">
            <Ago at={session.heardAt} /> ago
          </span>
        </Figure>
      )}
    </dl>
  );
}

function Figure({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="grid gap-0.5">
      <dt className="text-xs text-ink-soft">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Actions({ session, cost }: { session: Session; cost: string }) {
  const [stopping, setStopping] = useState(false);
  const [withoutSaving, setWithoutSaving] = useState(false);
  const [stop] = useMutation(StopSessionDocument);
  const [extend] = useMutation(ExtendSessionDocument);
  const [extending, setExtending] = useState(false);
  const [key, setKey] = useState(() => crypto.randomUUID());
  if (isOver(session.state)) return null;
  const more =
    session.billedTo === "OWN_ACCOUNT"
      ? "One hour more, on your team’s own bill."
      : `One hour more, and ${formatUsd(session.capPerHour)} more is held at most.`;
  const addAnHour = async () => {
    const { data } = await extend({ variables: { sessionId: session.id, hours: 1, idempotencyKey: key } });
    const no = refusalIn(data?.extendSession);
    if (no) return no;
    setKey(crypto.randomUUID());
    sayDone("Extended", more);
    return null;
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      {session.state === "RUNNING" && !session.isEnding && (
        <Button onClick={() => setExtending(true)}>Extend by an hour</Button>
      )}
      <Button
        tone="danger"
        disabled={session.isEnding && !maySave(session)}
        onClick={() => {
          setWithoutSaving(session.isEnding);
          setStopping(true);
        }}
      >
        {!session.isEnding ? "Stop" : maySave(session) ? "Stop without saving" : "Ending"}
      </Button>
      <Confirm
        open={extending}
        onOpenChange={setExtending}
        title="Extend this session?"
        action="Extend it"
        isMild
        perform={addAnHour}
      >
        {more} What is not used goes back.
      </Confirm>
      <Confirm
        open={stopping}
        onOpenChange={setStopping}
        title="Stop this session?"
        action="Stop it"
        perform={async () => {
          const { data } = await stop({ variables: { sessionId: session.id, withoutSaving } });
          return refusalIn(data?.stopSession);
        }}
      >
        {maySave(session) && !withoutSaving
          ? `What is on its disk is saved first, for ${String(session.saveMinutes)} minutes at most, which are charged. Then its machine is destroyed. `
          : "Its machine and everything on it is destroyed. "}
        It has cost {formatUsd(cost)} until now
        {session.billedTo === "OWN_ACCOUNT"
          ? ", on your team’s own bill at the provider."
          : "; what is held and not used goes back once the machine is proven gone."}
        {maySave(session) && !session.isEnding && (
          <Checkbox checked={withoutSaving} onChange={setWithoutSaving} className="mt-3">
            At once, without saving
          </Checkbox>
        )}
      </Confirm>
    </div>
  );
}

interface ConnectProps {
  sessionId: string;
  command: string;
  config: string | null;
}

function Connect({ sessionId, command, config }: ConnectProps) {
  const [replacing, setReplacing] = useState(false);
  return (
    <Panel
      title="Get in"
      note="With the key that you gave, or were given when it was started."
      actions={<Button onClick={() => setReplacing(true)}>Lost the key?</Button>}
    >
      <ReissueDialog sessionId={sessionId} open={replacing} onOpenChange={setReplacing} />
      <div className="grid gap-2 px-4">
        {[command, ...(config ? [config] : [])].map((text) => (
          <div key={text} className="flex items-start gap-2">
            <pre className="grow overflow-x-auto rounded-md border bg-well px-3 py-2 font-mono text-xs">
              {text}
            </pre>
            <CopyButton text={text} what={text === command ? "the command" : "the configuration"} />
          </div>
        ))}
      </div>
    </Panel>
  );
}

function Tries({ session }: { session: Session }) {
  if (session.machines.length === 0) return null;
  return (
    <Panel title="Machines" note="Each that was tried, in order. What did not serve cost nothing.">
      <ol className="grid gap-2 px-4">
        {session.machines.map((machine) => (
          <li key={machine.id} className="flex flex-wrap items-baseline gap-x-3 text-sm">
            <span className="numerals w-5 text-ink-faint">{machine.attempt}.</span>
            <span className="font-medium">
              {machine.gpuModel} at {machine.providerName}
            </span>
            {machine.pricePerHour && <Usd amount={machine.pricePerHour} alone />}
            <span className="text-ink-soft">
              {[machine.reason && reasonWord(machine.reason), machine.detail].filter(Boolean).join(": ") ||
                machine.state.toLowerCase()}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
