import { type Provider, ProviderFailure } from "../providers/provider.ts";
import { InvalidInput } from "../values/refusal.ts";

/** Somebody waits for it before a form. */
const TRIED_WITHIN_MS = 5_000;

/**
 * Asks a provider with a key for what stands in its account, which is what the key must be good for and changes nothing.
 * Null when that was answered; otherwise why it was not, which says nothing of the key. A key that the provider
 * refuses is refused. TensorDock refuses a good key now and then, several times in a row, so its adapter asks again for
 * longer than anybody waits here: such a key is not taken for a wrong one.
 */
export async function tryProviderKey(provider: Provider): Promise<string | null> {
  const signal = AbortSignal.timeout(TRIED_WITHIN_MS);
  try {
    await Promise.race([provider.listInstances(signal), overtime(provider, signal)]);
    return null;
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    if (error.kind === "unauthorised")
      throw new InvalidInput(
        "key",
        `${provider.name} does not accept this key. Is it whole, still valid, and allowed to see and rent machines there? Nothing was changed.`,
      );
    return error.kind === "rate-limited"
      ? `${provider.name} was asked too often just then`
      : `${provider.name} gave no answer in time that can be used`;
  }
}

/** An adapter that pauses before it asks again hears a signal only after that. */
function overtime({ id }: Provider, signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const over = () => reject(new ProviderFailure(id, "flaky", "gave no answer in time"));
    signal.addEventListener("abort", over, { once: true });
  });
}
