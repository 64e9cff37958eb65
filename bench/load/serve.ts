export type Outcome<Answer> = { answer: Answer } | { failure: string };

/** Makes a process that does what its parent says, one thing after another, and answers each. */
export function serve<Asked, Answer>(act: (asked: Asked) => Promise<Answer>): void {
  const reply = (outcome: Outcome<Answer>) => process.send?.(outcome);
  process.on("message", (asked: Asked) => {
    act(asked).then(
      (answer) => reply({ answer }),
      (error: unknown) => reply({ failure: String(error instanceof Error ? error.stack : error) }),
    );
  });
  process.on("disconnect", () => process.exit());
}
