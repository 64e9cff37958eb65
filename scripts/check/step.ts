// What every part of `npm run check` is: a name, and a judgement with its reasons.
export interface Step {
  name: string;
  run(options: { fix: boolean }): Promise<Outcome>;
}

export interface Outcome {
  ok: boolean;
  output: string;
}

/** Each finding is one line; none means the step is content. */
export function outcomeOf(findings: readonly string[]): Outcome {
  return { ok: findings.length === 0, output: findings.join("\n") };
}

/** Every outcome counts: the first one to fail does not hide the others. */
export function allOf(outcomes: readonly Outcome[]): Outcome {
  return {
    ok: outcomes.every((outcome) => outcome.ok),
    output: outcomes
      .map((outcome) => outcome.output.trim())
      .filter((output) => output !== "")
      .join("\n"),
  };
}
