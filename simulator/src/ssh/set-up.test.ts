import { expect, test } from "vitest";
import type { Contract } from "../contracts/contract.ts";
import type { World } from "../world.ts";
import { setUp } from "./set-up.ts";

const world = () => ({ now: 1_000, lastId: 0, ids: { integer: () => 1 } }) as unknown as World;
const contract = () => ({ sshKeys: [] as Contract["sshKeys"] }) as Contract;
const KEY = "ssh-ed25519 AAAAC3Nz ada@example";

test("a key that is let in counts at once, and one that is taken out no more", () => {
  const one = contract();
  expect(setUp(world(), one, `mkdir -p ~/.ssh && echo '${KEY}' >> ~/.ssh/authorized_keys`)).toBe(true);
  expect(one.sshKeys).toMatchObject([{ text: KEY, arrivesAt: 1_000 }]);
  setUp(
    world(),
    one,
    `echo 'ssh-ed25519 BBBB' >> ~/.ssh/authorized_keys && sed -i '\\|^${KEY}$|d' ~/.ssh/authorized_keys`,
  );
  expect(one.sshKeys.map(({ text }) => text)).toEqual(["ssh-ed25519 BBBB"]);
});

test("an agent that is started is known by what was set for it", () => {
  const script = "export BERTH_AGENT_TOKEN='t'\nexport A='it'\\''s'\n( node berth-agent.mjs ) &";
  const one = contract();
  expect(setUp(world(), one, script)).toBe(true);
  expect(one.agent).toEqual({ env: { BERTH_AGENT_TOKEN: "t", A: "it's" }, startsAt: 1_000 });
});

test("what only looks around sets nothing up", () => {
  expect(setUp(world(), contract(), "nvidia-smi && cat ~/.ssh/authorized_keys")).toBe(false);
});
