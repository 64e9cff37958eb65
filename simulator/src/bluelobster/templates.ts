import { json, type Answer } from "../http/exchange.ts";

/** The systems that can be asked for. What comes is another matter. */
export interface Template {
  name: string;
  vmid: number;
  display_name: string;
  os_type: string;
  has_nvidia: boolean;
  has_docker: boolean;
}

const templates: readonly Template[] = [
  template("UBUNTU-22-04-NV", 9_001, "Ubuntu 22.04 with NVIDIA driver and Docker", true),
  template("UBUNTU-24-04-NV", 9_002, "Ubuntu 24.04 with NVIDIA driver and Docker", true),
  template("UBUNTU-22-04", 9_003, "Ubuntu 22.04", false),
  template("DEBIAN-12", 9_004, "Debian 12", false),
];

function template(name: string, vmid: number, display: string, equipped: boolean): Template {
  return {
    name,
    vmid,
    display_name: display,
    os_type: "linux",
    has_nvidia: equipped,
    has_docker: equipped,
  };
}

export function findTemplate(name: string): Template | undefined {
  return templates.find((candidate) => candidate.name === name);
}

export function listTemplates(): Answer {
  return json(200, { templates, total: templates.length });
}
