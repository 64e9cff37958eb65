// How a machine is set up, in a line.

export interface SaidSetUp {
  image?: string | null;
  diskGb?: number | null;
  ports: readonly number[];
  hasStartScript: boolean;
  envNames: readonly string[];
  idleMinutes?: number | null;
  saves?: boolean;
}

/** Of a machine of which nothing more was said than its image and its disk. */
export const nothingMore: SaidSetUp = { hasStartScript: false, envNames: [], ports: [] };

export function saySetUp(setUp: SaidSetUp): string {
  const { image, diskGb, ports, hasStartScript, envNames, idleMinutes, saves } = setUp;
  const said = [
    image,
    diskGb != null && `${diskGb} GB`,
    ports.length > 0 && `ports ${ports.join(", ")}`,
    hasStartScript && "start script",
    envNames.length > 0 && `variables ${envNames.join(", ")}`,
    idleMinutes != null && `ends when idle for ${idleMinutes} min`,
    saves && "saves its disk",
  ];
  return said.filter(Boolean).join(" · ");
}
