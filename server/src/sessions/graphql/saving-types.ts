import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import type { SavingState, StoragePolicy } from "../rules/saving.ts";

export const StoragePolicyEnum = { DISCARD: "discard", SAVE: "save" } as const satisfies Record<
  string,
  StoragePolicy
>;
registerEnumType(StoragePolicyEnum, {
  name: "StoragePolicy",
  description: "What becomes of what is on a machine's disk when its session ends.",
  valuesConfig: {
    DISCARD: { description: "It goes with the machine." },
    SAVE: {
      description:
        "A command is run before the machine is ended, if it still answers then. It is charged meanwhile as ever; before a planned end it begins early enough to be over by it.",
    },
  },
});

const SavingStateEnum = {
  SAVING: "saving",
  SAVED: "saved",
  FAILED: "failed",
  CUT_SHORT: "cut-short",
} as const satisfies Record<string, SavingState>;
registerEnumType(SavingStateEnum, {
  name: "SavingState",
  description: "How far the saving of what is on a disk is.",
  valuesConfig: {
    SAVING: { description: "The command runs." },
    SAVED: { description: "It ended well." },
    FAILED: { description: "It ended otherwise, or was ended by the machine because its time was over." },
    CUT_SHORT: { description: "Nothing was heard of its end while there was time." },
  },
});

@ObjectType({ description: "What became of what was to be saved." })
export class SessionSaving {
  @Field(() => SavingStateEnum)
  state: SavingState;

  @Field(() => Int, { nullable: true, description: "What the command ended with, once it did." })
  exitStatus: number | null;
}
