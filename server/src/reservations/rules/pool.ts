import { nameGpu } from "../../values/gpu.ts";
import type { Usd } from "../../values/money.ts";
import { InvalidInput } from "../../values/refusal.ts";
import type { PoolRule } from "./pricing.ts";

export interface PoolWish {
  name: string;
  gpuModel: string;
  region: string;
  gpus: number;
  pricePerGpuHour: Usd;
  marginBp?: number | null | undefined;
  backing: "bought-at-start" | "committed";
  providers?: readonly string[] | null | undefined;
  hosts?: readonly string[] | null | undefined;
  buyCapPerGpuHour: Usd;
  leadMinutes?: number | null | undefined;
  giveUpMinutes?: number | null | undefined;
  horizonDays?: number | null | undefined;
  freeCancelHours?: number | null | undefined;
  cancelShareBp?: number | null | undefined;
  handBackShareBp?: number | null | undefined;
  rules?: readonly Omit<PoolRule, "id">[] | null | undefined;
}

/** What those who run Berth may say of a pool. */
export function readPool(wish: PoolWish) {
  const { backing } = wish;
  const hosts = [...new Set(wish.hosts ?? [])];
  if (backing === "committed" && hosts.length === 0)
    throw new InvalidInput("hosts", "Name the machines that are committed to it.");
  if (wish.pricePerGpuHour <= 0n) throw new InvalidInput("pricePerGpuHour", "An hour costs something.");
  if (wish.buyCapPerGpuHour <= 0n)
    throw new InvalidInput("buyCapPerGpuHour", "Say the most that Berth pays for an hour of a GPU.");
  const rules = [...(wish.rules ?? [])];
  if (rules.length > 20) throw new InvalidInput("rules", "At most 20 rules.");
  for (const rule of rules) readRule(rule);
  return {
    name: oneLine("name", wish.name, 80),
    gpuModel: readModel(wish.gpuModel),
    region: oneLine("region", wish.region, 60),
    gpus: within("gpus", wish.gpus, 0, 10_000),
    pricePerGpuHour: wish.pricePerGpuHour,
    marginBp: wish.marginBp == null ? null : within("marginBp", wish.marginBp, 0, 100_000),
    backing,
    providers: [...new Set(wish.providers ?? [])],
    hosts,
    buyCapPerGpuHour: wish.buyCapPerGpuHour,
    leadMinutes: within("leadMinutes", wish.leadMinutes ?? 15, 0, 240),
    giveUpMinutes: within("giveUpMinutes", wish.giveUpMinutes ?? 60, 10, 720),
    horizonDays: within("horizonDays", wish.horizonDays ?? 90, 1, 365),
    freeCancelHours: within("freeCancelHours", wish.freeCancelHours ?? 24, 0, 720),
    cancelShareBp: within("cancelShareBp", wish.cancelShareBp ?? 5_000, 0, 10_000),
    handBackShareBp: within("handBackShareBp", wish.handBackShareBp ?? 2_000, 0, 10_000),
    rules,
  };
}

function readRule({ label, shareBp, minGpus, minHours, minDaysAhead }: Omit<PoolRule, "id">): void {
  oneLine("rules", label, 80);
  within("rules", shareBp, -5_000, 5_000);
  within("rules", minGpus, 1, 64);
  within("rules", minHours, 0, 720);
  within("rules", minDaysAhead, 0, 365);
  if (shareBp > 0 && (minGpus > 1 || minHours > 0 || minDaysAhead > 0))
    throw new InvalidInput("rules", "What is dearer is so for everybody: more of something is never dearer.");
}

function readModel(text: string): string {
  return nameGpu(oneLine("gpuModel", text, 60)).model;
}

function oneLine(field: string, text: string, most: number): string {
  const line = text.trim();
  if (line !== "" && line.length <= most && !/[\p{Cc}\p{Cs}]/u.test(line)) return line;
  throw new InvalidInput(field, `Between 1 and ${most} characters, in one line.`);
}

function within(field: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new InvalidInput(field, `Between ${least} and ${most}, in whole ones.`);
}
