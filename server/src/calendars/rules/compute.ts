import { InvalidInput } from "../../values/refusal.ts";

// Which events of a person's own calendar mean that a GPU is needed. By a tag, which is one whole word of the title,
// or by the whole title: "compute" is not in "Computer science", and "#gpu" not in "#gpus".

export const computeBys = ["tag", "title"] as const;
export type ComputeBy = (typeof computeBys)[number];

export interface ComputeRule {
  by: ComputeBy;
  text: string;
}

const folded = (text: string) => text.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();

export function isCompute(title: string, { by, text }: ComputeRule): boolean {
  const wanted = folded(text);
  if (by === "title") return folded(title) === wanted;
  return folded(title)
    .split(/[\s,;:.!?()[\]{}"'“”]+/u)
    .includes(wanted);
}

const CHARACTERS = 60;

export function readComputeRule({ by, text }: ComputeRule): ComputeRule {
  const read = text.trim();
  if (read === "" || read.length > CHARACTERS || /\p{Cc}/u.test(read))
    throw new InvalidInput("compute", `A tag or a title of 1 to ${CHARACTERS} characters.`);
  if (by === "tag" && !/^#?[\p{L}\p{N}_-]+$/u.test(read))
    throw new InvalidInput("compute", "A tag is one word, such as #compute.");
  return { by, text: read };
}
