/** Whether it can be stored and sent on as it is: without NUL, and without half of a character. */
export function isWhole(text: string): boolean {
  return !text.includes("\u0000") && text.isWellFormed();
}
