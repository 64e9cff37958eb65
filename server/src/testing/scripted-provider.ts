import { type Provider, ProviderFailure } from "../providers/provider.ts";

/** A provider that does what a test scripts, and fails at all else. */
export function scriptProvider(script: Partial<Provider> = {}): Provider {
  const unscripted = async (): Promise<never> => {
    throw new ProviderFailure("vast", "flaky", "is not scripted to do that");
  };
  return {
    id: "vast",
    name: "Vast.ai",
    connected: true,
    listOffers: unscripted,
    create: unscripted,
    findInstance: unscripted,
    listInstances: unscripted,
    destroy: unscripted,
    ...script,
  };
}
