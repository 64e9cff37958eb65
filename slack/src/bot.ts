import type { AddressInfo } from "node:net";
import { Berth } from "@berth/client-sdk";
import { WebSocket } from "ws";
import { finishTaken } from "./asking/acting.ts";
import type { Desk } from "./asking/desk.ts";
import { People } from "./asking/people.ts";
import { Replies } from "./asking/replying.ts";
import { openSlack } from "./calling.ts";
import type { Config } from "./config.ts";
import { Memory, Seal } from "./kept/memory.ts";
import { listen } from "./listening/http.ts";
import { openSocket } from "./listening/socket.ts";
import type { Log } from "./log.ts";
import { parseFilter } from "./rules/filter.ts";
import { newChannel } from "./rules/state.ts";
import { follow } from "./telling/follow.ts";
import { forgetOld } from "./telling/forget.ts";
import { Teller } from "./telling/tell.ts";

export interface Bot {
  url: string;
  memory: Memory;
  close(): Promise<void>;
}

/** Everything together: what is kept, what is heard on both sides, and what is told. */
export async function startBot(config: Config, log: Log): Promise<Bot> {
  const { consoleUrl } = config;
  const memory = await Memory.open(config.file);
  await subscribeFirst(memory, config);
  const slack = openSlack(config.botToken, config.apiUrl, log);
  const berth = new Berth({ url: config.berthUrl, token: config.berthToken, webSocket: WebSocket });
  const people = new People(memory, new Seal(config.secret), {
    url: config.berthUrl,
    token: config.berthToken,
    owner: config.owner,
  });
  const replies = new Replies(config.apiUrl, log);
  const desk: Desk = {
    inHand: new Set(),
    said: new Map(),
    memory,
    people,
    replies,
    log,
    slack,
    consoleUrl,
    zone: config.zone,
  };
  const stopping = new AbortController();
  const { signal } = stopping;

  const telling = new Teller({ slack, memory, log, consoleUrl }).run(signal);
  const following = follow({ berth, memory, log, signal });
  const socket = config.appToken ? openSocket(desk, config.appToken, config.apiUrl) : null;
  const server = await listen(desk, {
    signingSecret: socket ? null : config.signingSecret,
    host: config.host,
    port: config.port,
    health: () => ({
      ok: memory.state.workspace.gone === null && (socket?.isOpen() ?? true),
      workspace: memory.state.workspace.gone ?? "there",
      socket: socket ? socket.isOpen() : null,
      heardAt: memory.state.lastEvent?.at ?? null,
      troubles: Object.entries(memory.state.channels).flatMap(([id, { trouble }]) =>
        trouble ? [{ channel: id, error: trouble.error }] : [],
      ),
    }),
  });
  // Tried again in a minute: a disk that is full keeps nobody from asking.
  const tend = (work: Promise<void>) =>
    void work.catch((error: unknown) => log.warn("this could not be seen to", { why: String(error) }));
  const tidying = setInterval(() => {
    tend(forgetOld(memory, Date.now()));
    tend(finishTaken(desk));
  }, 60_000);
  tend(finishTaken(desk));

  return {
    url: `http://${config.host}:${(server.address() as AddressInfo).port}`,
    memory,
    async close() {
      clearInterval(tidying);
      stopping.abort(new Error("the bot stops"));
      server.closeAllConnections();
      server.close();
      await socket?.close();
      await Promise.allSettled([telling, following, berth.close()]);
      await memory.close();
    },
  };
}

/** "C1 all; C2 budgets team:vision": of a channel that is told something already, nothing is changed. */
async function subscribeFirst(memory: Memory, { subscribe, owner, zone }: Config): Promise<void> {
  for (const part of subscribe?.split(";") ?? []) {
    const [id = "", ...words] = part.trim().split(" ");
    if (!id || memory.state.channels[id]) continue;
    const subscriptions = [{ filter: parseFilter(words.join(" ")), by: owner ?? id }];
    await memory.note({ t: "channel", id, channel: { ...newChannel(), zone, subscriptions } });
  }
}
