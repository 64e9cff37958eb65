/** What a reservation says of its machines: whose it is, and where they may come from. */
export interface Prepaid {
  reservationId: string;
  /** Empty for any. */
  providers: readonly string[];
  /** The computers committed to it, by their providers' ids; empty for any. */
  hosts: readonly string[];
  /** "Anywhere", or part of a region's name, or a country's letters. */
  region: string;
}

const ANYWHERE = "anywhere";

/** A GPU that was promised is that GPU, where it was promised. */
export function servesReservation(
  { gpuModel, prepaid }: { gpuModel: string; prepaid: Prepaid | null },
  offer: { gpuModel: string; providerId: string; machineId: string; region: string; country: string | null },
): boolean {
  if (!prepaid || offer.gpuModel !== gpuModel) return false;
  const { providers, hosts } = prepaid;
  const region = prepaid.region.trim().toLowerCase();
  return (
    (providers.length === 0 || providers.includes(offer.providerId)) &&
    (hosts.length === 0 || hosts.includes(offer.machineId)) &&
    (region === ANYWHERE ||
      offer.region.toLowerCase().includes(region) ||
      offer.country?.toLowerCase() === region)
  );
}
