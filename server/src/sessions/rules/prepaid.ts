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
export function servingReservation({ gpuModel, prepaid }: { gpuModel: string; prepaid: Prepaid }) {
  const { hosts, region } = prepaid;
  return { gpuModel, machines: hosts, region: region.trim().toLowerCase() === ANYWHERE ? null : region };
}
