import { InvalidInput } from "../../values/refusal.ts";

const NAME_LENGTH = 80;
const EMAIL_LENGTH = 254;

// The shape that browsers hold an e-mail address to.
const EMAIL =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/;

/** A name as it will be shown: one line, no control characters, no direction overrides. */
export function readName(text: string, field = "name"): string {
  const name = tidy(text);
  if (name === "") throw new InvalidInput(field, "A name is needed.");
  if ([...name].length > NAME_LENGTH)
    throw new InvalidInput(field, `A name has at most ${NAME_LENGTH} characters.`);
  return name;
}

export function tidy(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
}

/** An address in lower case, so that one mailbox is one person. */
export function readEmail(text: string, field = "email"): string {
  const email = text.trim().toLowerCase();
  if (email.length > EMAIL_LENGTH || !EMAIL.test(email)) {
    throw new InvalidInput(field, "This is not an e-mail address.");
  }
  return email;
}

/** What somebody is called who has not said: "ada" of ada@example.com. */
export function nameFromEmail(email: string): string {
  return tidy(email.split("@")[0] ?? "").slice(0, NAME_LENGTH) || "Somebody";
}

export function ownAccountName(userName: string): string {
  return `${[...userName].slice(0, NAME_LENGTH - 7).join("")}'s team`;
}
