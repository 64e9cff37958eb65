import { spawn } from "node:child_process";

// How a machine ends itself. Where the provider gives each instance a key to itself, that ends it and
// its bill. Elsewhere the power goes off, which ends the work; the disk is billed on until Berth's
// sweep finds the machine, by its mark, and destroys it.
//
//   Vast.ai        the container has CONTAINER_ID and CONTAINER_API_KEY, a key to this instance alone
//   TensorDock     no such key: power off
//   Blue Lobster   no such key: power off

const PATIENCE_MS = 15_000;
/** A machine that goes on for so long after it was told to end is told in another way. */
const ENDS_WITHIN_MS = 20_000;

export async function endMachine(env: NodeJS.ProcessEnv, say: (sentence: string) => void): Promise<void> {
  if (await destroySelf(env, say)) return;
  say("powering off");
  for (const [file, ...args] of [
    ["shutdown", "-h", "now"],
    ["poweroff", "-f"],
    // A shell has its own; the program of that name is not in every image.
    ["sh", "-c", "kill -TERM 1"],
  ]) {
    if (file && (await works(file, args)))
      await new Promise((resolve) => setTimeout(resolve, ENDS_WITHIN_MS));
  }
}

async function destroySelf(env: NodeJS.ProcessEnv, say: (sentence: string) => void): Promise<boolean> {
  const { CONTAINER_ID: id, CONTAINER_API_KEY: key } = env;
  if (!id || !key || !/^[\w.-]{1,40}$/.test(id)) return false;
  const base = env["BERTH_PROVIDER_URL"] || "https://console.vast.ai";
  try {
    const response = await fetch(`${base}/api/v0/instances/${id}/`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: "{}",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    say(`asked the provider to destroy this machine: ${response.status}`);
    return response.ok || response.status === 404;
  } catch (error) {
    say(`the provider cannot be reached: ${String(error)}`);
    return false;
  }
}

function works(file: string, args: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: "ignore", timeout: PATIENCE_MS, killSignal: "SIGKILL" });
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });
}
