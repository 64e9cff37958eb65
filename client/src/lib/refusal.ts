/** A no that can be understood, and the field it is about when it is about one. */
export interface Refused {
  field: string | null;
  message: string;
}

/** Every mutation asks for `... on Refusal { message }`: a result that has one was refused. */
export function refusalIn(result: object | null | undefined): Refused | null {
  if (!result || !("message" in result) || typeof result.message !== "string") return null;
  const field = "field" in result && typeof result.field === "string" ? result.field : null;
  return { field, message: result.message };
}
