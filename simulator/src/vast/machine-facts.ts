import { dollars } from "../money.ts";
import type { Machine } from "../market/machines.ts";

/** What both an offer and an instance tell about the machine, for so many of its GPUs. Field names are the provider's. */
export function machineFacts(machine: Machine, gpus: number) {
  const { host, model, specs } = machine;
  const share = gpus / machine.gpuCount;
  return {
    machine_id: machine.id,
    host_id: host.id,
    cluster_id: null,
    hosting_type: host.datacenter ? 1 : 0,
    gpu_name: model.name,
    num_gpus: gpus,
    gpu_frac: share,
    gpu_ram: specs.vramMb,
    gpu_total_ram: specs.vramMb * gpus,
    gpu_totalram: specs.vramMb * gpus,
    gpu_arch: "nvidia",
    gpu_mem_bw: model.memoryGbPerSecond,
    gpu_lanes: specs.gpuLanes,
    gpu_max_power: model.watts,
    gpu_max_temp: specs.gpuMaxTemp,
    gpu_display_active: specs.displayActive,
    compute_cap: model.computeCapability,
    cuda_max_good: specs.cuda,
    driver_version: specs.driver,
    driver_vers: driverNumber(specs.driver),
    total_flops: model.teraflops * gpus,
    dlperf: model.dlperf * gpus,
    bw_nvlink: model.nvlinkGbPerSecond,
    pci_gen: model.pciGeneration,
    pcie_bw: specs.pcieGbPerSecond,
    cpu_name: specs.cpuName,
    cpu_arch: specs.cpuArch,
    cpu_cores: specs.cpuCores,
    cpu_cores_effective: specs.cpuCores === null ? null : specs.cpuCores * share,
    cpu_ghz: specs.cpuGhz,
    cpu_ram: specs.ramMb,
    has_avx: specs.hasAvx,
    mobo_name: specs.moboName,
    os_version: specs.osVersion,
    disk_name: specs.diskName,
    disk_bw: specs.diskMbPerSecond,
    direct_port_count: specs.directPorts,
    static_ip: host.staticIp,
    public_ipaddr: specs.ipAddress,
    geolocation: specs.geolocation,
    geolocode: specs.geolocation === null ? null : geolocode(specs.geolocation),
    vms_enabled: specs.vmsEnabled,
    inet_up: specs.megabitsUp,
    inet_down: specs.megabitsDown,
    inet_up_cost: dollars(host.inetUpPerGb),
    inet_down_cost: dollars(host.inetDownPerGb),
    internet_up_cost_per_tb: dollars(host.inetUpPerGb * 1_000),
    internet_down_cost_per_tb: dollars(host.inetDownPerGb * 1_000),
    storage_cost: dollars(host.storagePerGbMonth),
    reliability: machine.reliability,
    reliability2: machine.reliability,
    expected_reliability: machine.reliability,
    verification: host.verification,
    external: null,
    resource_type: "gpu",
  };
}

/** "570.124.04" as one number that sorts: 570124004. */
export function driverNumber(version: string): number {
  return version.split(".").reduce((number, part) => number * 1_000 + Number(part), 0);
}

function geolocode(geolocation: string): number {
  return Buffer.from(geolocation).reduce((code, byte) => (code * 31 + byte) % 2 ** 31, 7);
}

/** The price block that rows carry twice, once as searched and once as rented. */
export function priceBlock(gpuPerHour: number, diskPerHour: number) {
  const total = gpuPerHour + diskPerHour;
  return {
    gpuCostPerHour: gpuPerHour,
    diskHour: diskPerHour,
    totalHour: total,
    discountTotalHour: 0,
    discountedTotalPerHour: total,
  };
}
