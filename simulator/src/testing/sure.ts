/** What the test is sure is there; if it is not, that is the failure. */
export function sure<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error("Nothing is there.");
  return value;
}
