import { nameGpu } from "../../values/gpu.ts";
import { type Usd, usd } from "../../values/money.ts";
import { InvalidInput } from "../../values/refusal.ts";
import { BudgetLimitOutOfRange } from "./out-of-range.ts";

export interface PlanInput {
  name: string;
  gpu: string;
  region?: string | null | undefined;
  gpuCount: number;
  hoursPerDay: number;
  line: Usd;
}

export interface Plan {
  name: string;
  gpuModel: string;
  region: string | null;
  gpuCount: number;
  hoursPerDay: number;
  line: Usd;
}

const LINE_LEAST: Usd = 10_000n;
const LINE_MOST: Usd = usd(10_000_000);

export function readPlan(input: PlanInput): Plan {
  const name = input.name.trim();
  if (name === "" || name.length > 60 || /\p{Cc}/u.test(name))
    throw new InvalidInput("name", "A name of 1 to 60 characters.");
  const gpuModel = nameGpu(input.gpu).model;
  if (gpuModel === "" || gpuModel.length > 60)
    throw new InvalidInput("gpu", "The name of a GPU, such as H100.");
  if (!Number.isInteger(input.gpuCount) || input.gpuCount < 1 || input.gpuCount > 1_024)
    throw new InvalidInput("gpuCount", "Between 1 and 1024 GPUs.");
  if (!Number.isInteger(input.hoursPerDay) || input.hoursPerDay < 1 || input.hoursPerDay > 24)
    throw new InvalidInput("hoursPerDay", "Between 1 and 24 hours, in whole ones.");
  if (input.line < LINE_LEAST || input.line > LINE_MOST)
    throw new BudgetLimitOutOfRange(LINE_LEAST, LINE_MOST, "line");
  const { gpuCount, hoursPerDay, line } = input;
  return { name, gpuModel, region: input.region?.trim() || null, gpuCount, hoursPerDay, line };
}

/** Over the line it is told of once; and again only after it was five per cent below. */
export function crossesLine(expected: Usd, line: Usd, isOver: boolean): "over" | "below" | null {
  if (!isOver) return expected > line ? "over" : null;
  return expected * 100n < line * 95n ? "below" : null;
}

export const sayPlan = ({ hoursPerDay, gpuCount, gpuModel, region }: Plan) =>
  `${hoursPerDay} h a day of ${gpuCount} × ${gpuModel}${region ? ` in ${region}` : ""}`;
