import type { Provider } from "../providers.ts";
import { randomFor, type Random } from "../random.ts";
import { moodNames, moods, type MoodName, type MoodValues } from "./catalog.ts";

/**
 * Which moods the provider is in. A mood strikes the next so many calls it applies to, or each with a probability.
 * It draws from a stream of its own, so switching one on changes nothing else.
 */
export interface MoodSetting {
  probability: number;
  /** Strikes this many calls for certain, then falls back to the probability. */
  next: number;
  /** Only this provider; null for all of them. */
  provider: Provider | null;
  /** Only calls to these endpoints; null for wherever it applies. */
  on: readonly string[] | null;
  with: Readonly<Record<string, number | string>>;
}

/** The moods as one provider is in them. */
export interface Temper {
  /** Asks whether the mood strikes this call, and uses up one of its scripted strikes if so. */
  strikes<Name extends MoodName>(name: Name, endpoint: string): MoodValues<Name> | undefined;
}

export class Moods {
  readonly #settings = new Map<MoodName, MoodSetting>();
  readonly #random = new Map<MoodName, Random>();
  readonly #seed: string;

  constructor(seed: string) {
    this.#seed = seed;
  }

  set(name: MoodName, setting: Partial<MoodSetting>): MoodSetting {
    const complete = {
      probability: 0,
      next: 0,
      provider: null,
      on: null,
      ...setting,
      with: { ...moods[name].with, ...setting.with },
    };
    this.#settings.set(name, complete);
    return complete;
  }

  calm(name?: MoodName): void {
    if (name) this.#settings.delete(name);
    else this.#settings.clear();
  }

  get(name: MoodName): MoodSetting {
    return (
      this.#settings.get(name) ?? {
        probability: 0,
        next: 0,
        provider: null,
        on: null,
        with: moods[name].with,
      }
    );
  }

  of(provider: Provider): Temper {
    return { strikes: (name, endpoint) => this.#strikes(provider, name, endpoint) };
  }

  #strikes<Name extends MoodName>(
    provider: Provider,
    name: Name,
    endpoint: string,
  ): MoodValues<Name> | undefined {
    const setting = this.#settings.get(name);
    if (!setting || (setting.provider && setting.provider !== provider)) return undefined;
    if (setting.on && !setting.on.includes(endpoint)) return undefined;
    if (setting.next > 0) {
      this.#settings.set(name, { ...setting, next: setting.next - 1 });
    } else if (!(setting.probability > 0 && this.#streamOf(name).chance(setting.probability))) {
      return undefined;
    }
    return setting.with as MoodValues<Name>;
  }

  /** Every mood with what it says and how it is set. */
  describe(): Record<string, { line: string; says: string } & MoodSetting> {
    return Object.fromEntries(
      moodNames.map((name) => [name, { line: moods[name].line, says: moods[name].says, ...this.get(name) }]),
    );
  }

  #streamOf(name: MoodName): Random {
    const known = this.#random.get(name);
    if (known) return known;
    const random = randomFor(`${this.#seed}/mood/${name}`);
    this.#random.set(name, random);
    return random;
  }
}
