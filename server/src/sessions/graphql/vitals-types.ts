import { Field, Float, Int, ObjectType } from "type-graphql";
import { DateTime } from "../../graphql/scalars.ts";

@ObjectType("GpuVitals", { description: "How one GPU is doing. What its driver does not tell is null." })
export class GpuVitalsType {
  @Field(() => String)
  name: string;

  @Field(() => Float, { nullable: true, description: "Percent." })
  utilisation: number | null;

  @Field(() => Float, { nullable: true })
  memoryUsedMb: number | null;

  @Field(() => Float, { nullable: true })
  memoryTotalMb: number | null;

  @Field(() => Float, { nullable: true })
  temperatureCelsius: number | null;

  @Field(() => Float, { nullable: true })
  powerWatts: number | null;

  @Field(() => String, { nullable: true, description: "The last error that the driver reported." })
  xid: string | null;

  @Field(() => Float, { nullable: true })
  eccErrors: number | null;
}

@ObjectType("Vitals", { description: "How a machine is doing, as its agent tells." })
export class VitalsType {
  @Field(() => [GpuVitalsType])
  gpus: GpuVitalsType[];

  @Field(() => Float, { nullable: true })
  diskUsedGb: number | null;

  @Field(() => Float, { nullable: true })
  diskTotalGb: number | null;

  @Field(() => Float, { nullable: true })
  uptimeSeconds: number | null;

  @Field(() => Float, { nullable: true, description: "For how long nothing has used the GPUs." })
  idleSeconds: number | null;
}

@ObjectType({ description: "How one GPU was, as it was told last in a minute." })
export class GpuMinute {
  @Field(() => Float, { nullable: true, description: "Percent." })
  utilisation: number | null;

  @Field(() => Float, { nullable: true })
  memoryUsedMb: number | null;

  @Field(() => Float, { nullable: true })
  memoryTotalMb: number | null;

  @Field(() => Float, { nullable: true })
  temperatureCelsius: number | null;

  @Field(() => Float, { nullable: true })
  powerWatts: number | null;
}

@ObjectType({ description: "A minute of a machine's life. One in which nothing was heard is left out." })
export class VitalsMinute {
  @Field(() => DateTime)
  beganAt: Date;

  @Field(() => Int, { description: "How often the agent was heard in it; it speaks every thirty seconds." })
  beats: number;

  @Field(() => [GpuMinute])
  gpus: GpuMinute[];
}
