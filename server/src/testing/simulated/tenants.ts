import type { InProcess } from "../../../../simulator/src/in-process.ts";
import type { Random } from "../../../../simulator/src/random.ts";
import { writeMark } from "../../providers/mark.ts";
import { API_KEY } from "./process.ts";

const HOUR_MS = 3_600_000;

/** Machines in the same account that were there before: left over by this deployment, or somebody else's. */
export async function placeTenants(
  cloud: InProcess,
  chance: Random,
  count: number,
  deployment: string | null,
): Promise<void> {
  const asks = [...cloud.world.asks.keys()];
  for (let at = 0; at < count; at++) {
    const session = `ses_${String(at).padStart(26, "0")}`;
    const expiresAt = new Date(cloud.world.now + HOUR_MS);
    const label =
      deployment === null
        ? chance.pick(["somebody-elses", ""])
        : writeMark({ deployment, session, expiresAt, consumer: null });
    await cloud.answer({
      method: "PUT",
      path: `/api/v0/asks/${asks[at * 3] ?? 0}`,
      query: new URLSearchParams(),
      headers: { authorization: `Bearer ${API_KEY}` },
      body: JSON.stringify({ client_id: "me", image: "ubuntu:22.04", disk: 10, label }),
      address: "elsewhere",
    });
  }
}
