"use client";

import { Hash } from "lucide-react";
import { useCallback, useEffect, useRef, useState, type SubmitEvent } from "react";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { classNames } from "#ui/class-names.ts";
import { PageHeader } from "#ui/page-header.tsx";
import { Empty } from "#ui/states.tsx";
import { When } from "#ui/when.tsx";
import { Blocks } from "./blocks.tsx";
import { SlackForm } from "./slack-form.tsx";
import {
  act,
  askWorkspace,
  instantOf,
  type Message,
  type Thread,
  threadsOf,
  type Workspace,
} from "./workspace.ts";

const EVERY_MS = 700;
const ME = "U0ADA";
const suggestions = [
  "/gpu find h100",
  "/gpu reserve",
  "/gpu stop",
  "/gpu cost",
  "/gpu subscribe",
  "/gpu help",
];

/** A team's channel as the bot fills it, in the Slack that `npm start` brings along. */
export function TeamChannelView() {
  const { workspace, problem, look } = useWorkspace();
  const [chosen, setChosen] = useState<string | null>(null);
  if (problem)
    return (
      <Empty isPage title="The channel cannot be shown">
        {problem}
      </Empty>
    );
  if (workspace === undefined) return null;
  if (workspace === null) {
    return (
      <Empty isPage title="No Slack to try things in runs here">
        Berth may be told to a real workspace instead; docs/slack.md says how to set it up.
      </Empty>
    );
  }
  const channels = workspace.channels.filter(({ isDirect }) => !isDirect);
  const channel = channels.find(({ id }) => id === chosen) ?? channels[0];
  if (!channel) return null;
  return (
    <>
      <PageHeader
        title="Team channel"
        actions={
          <Badge tone={workspace.bot.connected ? "good" : "warn"}>
            {workspace.bot.connected ? "bot listens" : "bot is away"}
          </Badge>
        }
      >
        What a team reads in Slack, in a Slack that runs on this machine. You write in it as{" "}
        {workspace.people.find(({ id }) => id === ME)?.name ?? ME}, who is one of its people: what the bot is
        asked for there, it does with its own key for this account.
      </PageHeader>
      <div className="flex min-h-0 grow max-md:flex-col">
        <nav
          aria-label="Channels"
          className="flex gap-1 border-line p-2 max-md:border-b md:w-44 md:flex-col md:border-r"
        >
          {channels.map(({ id, name }) => (
            <button
              key={id}
              type="button"
              aria-current={id === channel.id ? "page" : undefined}
              onClick={() => setChosen(id)}
              className={classNames(
                "flex items-center gap-1.5 rounded-md px-2 py-1.5 text-left text-sm",
                id === channel.id ? "bg-well font-medium text-ink" : "text-ink-soft hover:bg-well",
              )}
            >
              <Hash aria-hidden className="size-3.5 text-ink-faint" />
              {name}
            </button>
          ))}
        </nav>
        <div className="flex min-h-0 min-w-0 grow flex-col">
          <Messages
            key={channel.id}
            threads={threadsOf(workspace.messages, channel.id)}
            workspace={workspace}
            onPress={(message, { action_id: actionId, value = "" }) =>
              void act("click", { user: ME, channel: channel.id, ts: message.ts, actionId, value }).then(look)
            }
          />
          <Composer
            name={channel.name}
            onSay={async (line) => {
              const command = line.startsWith("/");
              await act(command ? "command" : "say", {
                user: ME,
                channel: channel.id,
                ...(command ? { line } : { text: line }),
              });
              look();
            }}
          />
        </div>
      </div>
      {workspace.view && <SlackForm key={workspace.view.id} form={workspace.view} user={ME} onDone={look} />}
    </>
  );
}

function useWorkspace() {
  const [workspace, setWorkspace] = useState<Workspace | null>();
  const [problem, setProblem] = useState<string | null>(null);
  const look = useCallback(() => {
    askWorkspace(ME).then(
      (seen) => {
        setProblem(null);
        // What did not change is not drawn again.
        setWorkspace((before) => (JSON.stringify(before) === JSON.stringify(seen) ? before : seen));
      },
      () => setProblem("The Slack to try things in does not answer. It may be starting."),
    );
  }, []);
  useEffect(() => {
    look();
    const timer = setInterval(() => document.visibilityState === "visible" && look(), EVERY_MS);
    return () => clearInterval(timer);
  }, [look]);
  return { workspace, problem, look };
}

type Pressed = Parameters<NonNullable<Parameters<typeof Blocks>[0]["onPress"]>>[0];

function Messages({
  threads,
  workspace,
  onPress,
}: {
  threads: Thread[];
  workspace: Workspace;
  onPress: (message: Message, button: Pressed) => void;
}) {
  const end = useRef<HTMLDivElement>(null);
  const latest = threads.at(-1)?.message.ts;
  useEffect(() => {
    if (latest) end.current?.scrollIntoView({ block: "end" });
  }, [latest]);
  return (
    // A log is read out as it grows.
    <div role="log" aria-label="Messages" className="min-h-0 grow overflow-y-auto">
      {threads.length === 0 && (
        <Empty title="Nothing was said yet">
          Start a session, or set a budget: what becomes of it is told here. Or ask with /gpu.
        </Empty>
      )}
      {threads.map(({ message, replies }) => (
        <article key={message.ts} className="flex gap-3 border-b px-4 py-3">
          <Face name={nameOf(message, workspace)} />
          <div className="min-w-0 grow">
            <Said message={message} workspace={workspace} onPress={(button) => onPress(message, button)} />
            {replies.length > 0 && (
              <details className="mt-1.5">
                <summary className="cursor-pointer text-xs font-medium text-accent">
                  {replies.length === 1 ? "1 reply" : `${replies.length} replies`}
                </summary>
                <div className="mt-2 grid gap-3 border-l pl-3">
                  {replies.map((reply) => (
                    <Said key={reply.ts} message={reply} workspace={workspace} onPress={() => {}} />
                  ))}
                </div>
              </details>
            )}
          </div>
        </article>
      ))}
      <div ref={end} />
    </div>
  );
}

function Said({
  message,
  workspace,
  onPress,
}: {
  message: Message;
  workspace: Workspace;
  onPress: (button: Pressed) => void;
}) {
  return (
    <div className="grid gap-1">
      <p className="flex flex-wrap items-baseline gap-x-2 text-xs text-ink-faint">
        <span className="text-sm font-semibold text-ink">{nameOf(message, workspace)}</span>
        <When at={instantOf(message.ts)} />
        {message.edits > 0 && <span>edited</span>}
        {message.onlyFor && <span>only visible to you</span>}
      </p>
      {message.blocks && message.blocks.length > 0 ? (
        <Blocks blocks={message.blocks} onPress={onPress} />
      ) : (
        <p className="text-sm wrap-anywhere whitespace-pre-wrap">{message.text}</p>
      )}
      {Object.entries(message.unfurls ?? {}).map(([url, { blocks }]) => (
        <div key={url} className="border-l-2 border-line-strong pl-3">
          <Blocks blocks={blocks} />
        </div>
      ))}
    </div>
  );
}

function Composer({ name, onSay }: { name: string; onSay: (line: string) => Promise<void> }) {
  const [line, setLine] = useState("");
  const [busy, setBusy] = useState(false);
  async function say(event: SubmitEvent) {
    event.preventDefault();
    if (!line.trim()) return;
    setBusy(true);
    await onSay(line.trim());
    setBusy(false);
    setLine("");
  }
  return (
    <form onSubmit={(event) => void say(event)} className="grid gap-2 border-t bg-sheet px-4 py-3">
      <div className="flex flex-wrap gap-1.5">
        {suggestions.map((suggestion) => (
          <Button key={suggestion} size="sm" tone="quiet" onClick={() => setLine(suggestion)}>
            {suggestion}
          </Button>
        ))}
      </div>
      <div className="flex gap-2">
        <input
          aria-label={`Message #${name}`}
          placeholder={`Message #${name}, or /gpu …`}
          value={line}
          onChange={(event) => setLine(event.target.value)}
          className="h-9 min-w-0 grow rounded-md border border-line-strong bg-paper px-2.5 text-base text-ink placeholder:text-ink-faint"
        />
        <Button type="submit" tone="primary" size="lg" className="h-9" busy={busy}>
          Send
        </Button>
      </div>
    </form>
  );
}

function Face({ name }: { name: string }) {
  return (
    <span
      aria-hidden
      className={classNames(
        "grid size-9 shrink-0 place-items-center rounded-md text-sm font-semibold",
        name === "Berth" ? "bg-accent text-on-accent" : "bg-well text-ink-soft",
      )}
    >
      {name.slice(0, 1)}
    </span>
  );
}

function nameOf({ user }: Message, { bot, people }: Workspace): string {
  if (user === bot.id) return bot.name;
  return people.find(({ id }) => id === user)?.name ?? "Slack";
}
