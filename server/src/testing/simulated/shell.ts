import ssh2 from "ssh2";
import type { InProcess } from "../../../../simulator/src/in-process.ts";
import type { Random } from "../../../../simulator/src/random.ts";
import { NoWayIn, type Shell } from "../../platform/shell.ts";
import type { Weather } from "./weather.ts";

/** Log-ins to machines of the simulated cloud, each let in or not as it is there. */
export function shellInto(cloud: InProcess, chance: Random, weather: () => Weather): Shell {
  return {
    async run({ port, privateKey, command }) {
      if (chance.chance(weather().noWayIn)) throw new NoWayIn("unreachable", "timed out");
      const ran = cloud.logIn(port, publicOf(privateKey), command);
      if (!ran) throw new NoWayIn("refused-key", "all configured authentication methods failed");
      return ran;
    },
  };
}

function publicOf(privateKey: string): string {
  const key = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error) throw key;
  return key.getPublicSSH().toString("base64");
}
