import { isImageName } from "../values/image-name.ts";
import { isWhole } from "../values/text.ts";
import { failedCreation, type Creation, type Order, ProviderFailure } from "./provider.ts";

const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const PUBLIC_KEY = /^(ssh-(rsa|ed25519)|ecdsa-sha2-[\w-]+|sk-[\w.@-]+) [A-Za-z0-9+/]+={0,3}( [^\r\n]*)?$/;

/**
 * What must hold of an order at any provider. Names and images end up in command lines over there, so
 * nothing gets through that a shell could take for more than a word. Null when the order is in order.
 */
export function refuseOrder(provider: string, order: Order): Creation | null {
  const fault = faultIn(order);
  if (!fault) return null;
  return failedCreation(new ProviderFailure(provider, "nonsense", fault, { mayBeDone: false }));
}

function faultIn({ diskGb, image, env, ports, publicKey, onStart, priceCapPerHour }: Order): string | null {
  if (!(Number.isInteger(diskGb) && diskGb > 0)) return "the disk is to be a whole number of GB";
  if (!isImageName(image)) return "the image's name is not one";
  const names = Object.keys(env);
  const wrong = names.find((name) => !ENV_NAME.test(name) || !isWhole(env[name] ?? ""));
  if (wrong !== undefined) return `the environment has a variable that cannot be set: ${wrong.slice(0, 40)}`;
  const port = ports.find((port) => !(Number.isInteger(port) && port >= 1 && port <= 65_535));
  if (port !== undefined) return `there is no port ${port}`;
  if (!PUBLIC_KEY.test(publicKey.trim())) return "the public key is not one line of an OpenSSH key";
  if (onStart !== null && !isWhole(onStart)) return "the start script is not whole text";
  if (priceCapPerHour <= 0n) return "the price cap is to be more than nothing";
  return null;
}
