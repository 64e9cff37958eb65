import type { Machine } from "../market/machines.ts";
import type { Temper } from "../moods/moods.ts";
import type { Fate } from "./contract.ts";

/** What the provider's moods, and the machine's own nature, have in store for a new contract. */
export function fateFor(moods: Temper, machine: Machine): Fate {
  const slow = moods.strikes("slow-loading", "create");
  const late = moods.strikes("driver-late", "create");
  const lying = moods.strikes("lying-machine", "create");
  return {
    neverStarts: moods.strikes("never-starts", "create") !== undefined,
    stuckLoading: moods.strikes("stuck-loading", "create") !== undefined,
    loadingSeconds: slow ? slow.minutes * 60 : null,
    keysRefused: moods.strikes("key-never-accepted", "create") !== undefined || !machine.truth.acceptsKeys,
    lateKeySeconds: moods.strikes("late-key", "create")?.seconds ?? null,
    reclaimedAfterSeconds: moods.strikes("reclaimed", "create")?.seconds ?? null,
    vanishesAfterSeconds: moods.strikes("vanishes", "create")?.seconds ?? null,
    listedAfterSeconds: moods.strikes("list-lag", "create")?.seconds ?? 0,
    stopsAfterSeconds: moods.strikes("stops-early", "create")?.seconds ?? null,
    driverSeconds: late ? late.minutes * 60 : null,
    driverNever: moods.strikes("driver-never", "create") !== undefined,
    launch: null,
    launchFailure: null,
    packagesSeconds: (moods.strikes("package-lock", "create")?.minutes ?? 0) * 60,
    flapsSeconds: (moods.strikes("ssh-flaps", "create")?.minutes ?? 0) * 60,
    addressLingersSeconds: 0,
    addressNever: moods.strikes("address-never", "create") !== undefined,
    outlivesCredit: moods.strikes("outlives-credit", "create") !== undefined,
    backAfterSeconds: null,
    trueCuda: lying ? Math.round((machine.specs.cuda - lying.cudaLess) * 10) / 10 : machine.truth.cuda,
    trueDriver: lying?.driver || null,
    trueGpu: lying?.gpu || null,
    vramLessPercent: lying?.vramLessPercent ?? 0,
  };
}
