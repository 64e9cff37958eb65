import { homedir } from "node:os";
import { join } from "node:path";

/** Where settings and the key are kept, and where what is not yet answered is. */
export function configFolder(env: NodeJS.ProcessEnv): string {
  return (
    env["BERTH_CONFIG_DIR"] ||
    join(env["XDG_CONFIG_HOME"] || join(env["HOME"] || homedir(), ".config"), "berth")
  );
}

export function stateFolder(env: NodeJS.ProcessEnv): string {
  if (env["BERTH_CONFIG_DIR"]) return join(env["BERTH_CONFIG_DIR"], "state");
  return join(env["XDG_STATE_HOME"] || join(env["HOME"] || homedir(), ".local", "state"), "berth");
}
