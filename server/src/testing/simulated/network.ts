import { errors } from "undici";
import type { InProcess } from "../../../../simulator/src/in-process.ts";
import type { Random } from "../../../../simulator/src/random.ts";
import type { Arriving, Carrier, Question } from "../../providers/ask.ts";
import type { Owner, Stage } from "./stage.ts";
import type { Weather } from "./weather.ts";

export interface NetworkOptions {
  stage: Stage;
  cloud: InProcess;
  chance: Random;
  weather: () => Weather;
  /** Each call and what became of it, in order. */
  tell: (line: string) => void;
}

interface Sender extends Owner {
  name: string;
  die(): void;
}

/** Whoever asked has died, and hears nothing. */
const never = () => new Promise<never>(() => {});

/**
 * Between a process and the simulated cloud: a function, which loses, delays and answers as the weather is. What has
 * set out arrives, whatever becomes of whoever sent it.
 */
export function networkOf({ stage, cloud, chance, weather, tell }: NetworkOptions, from: Sender): Carrier {
  return (question) => {
    if (from.isDead) return never();
    const { lostThere, lostBack, late, latestMs, kill } = weather();
    const fate = {
      isLostThere: chance.chance(lostThere),
      isLostBack: chance.chance(lostBack),
      isRefused: chance.chance(0.5),
      thereMs: chance.chance(late) ? chance.integer(1, latestMs) : 0,
      backMs: chance.chance(late) ? chance.integer(1, latestMs) : 0,
      dies: chance.chance(kill) ? chance.pick(["before", "after"] as const) : null,
    };
    const what = `${from.name} ${question.method} ${new URL(question.url).pathname}`;
    const { promise: timedOut, reject } = Promise.withResolvers<never>();
    const timeout = stage.after(question.timeoutMs, () => reject(new errors.HeadersTimeoutError()));
    return Promise.race([travel(), timedOut]).finally(() => timeout.cancel());

    async function travel(): Promise<Arriving> {
      if (fate.dies === "before") {
        tell(`${what}: died before`);
        from.die();
        return never();
      }
      if (fate.isLostThere) {
        tell(`${what}: lost on its way`);
        await stage.pause(fate.thereMs);
        // What was refused a connection surely never arrived; what broke may have.
        throw fate.isRefused
          ? Object.assign(new Error("connection refused"), { code: "ECONNREFUSED" })
          : new errors.SocketError("other side closed");
      }
      await stage.pause(fate.thereMs);
      const answer = await cloud.answer(callOf(question));
      tell(`${what}: ${answer.kind === "json" || answer.kind === "bytes" ? answer.status : answer.kind}`);
      if (fate.dies === "after") {
        from.die();
        return never();
      }
      if (answer.kind === "hang") return never();
      await stage.pause(fate.backMs);
      if (fate.isLostBack || answer.kind === "cut") throw new errors.SocketError("other side closed");
      const bytes = answer.kind === "bytes" ? answer.bytes : Buffer.from(JSON.stringify(answer.body));
      return { status: answer.status, headers: { ...answer.headers }, body: once(bytes) };
    }
  };
}

function callOf({ method, url, headers, body }: Question) {
  const { pathname, searchParams } = new URL(url);
  return {
    method,
    path: pathname.replace(/\/+$/, ""),
    query: searchParams,
    headers,
    body: body === undefined ? "" : JSON.stringify(body),
    address: "here",
  };
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
