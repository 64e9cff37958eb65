import { z } from "zod";
import { isPublicKey } from "../accounts/public-key.ts";
import { SECOND } from "../clock.ts";
import { attachKey } from "../contracts/create.ts";
import { json, type Answer } from "../http/exchange.ts";
import { takeId } from "../world.ts";
import { getContract, read } from "./instances.ts";
import { badArguments, Refused } from "./refusals.ts";
import type { Visit } from "./visit.ts";

/** Keys of the account, which reach new instances, and keys attached to one instance afterwards. */
const KeyBody = z.looseObject({ ssh_key: z.string() });

function keyIn(body: unknown): string {
  const text = read(KeyBody, body).ssh_key.trim();
  if (!isPublicKey(text)) throw badArguments("ssh_key is not a public key");
  return text;
}

export function attachSshKey(visit: Visit): Answer {
  const contract = getContract(visit, visit.params[0]);
  attachKey(visit.world, contract, keyIn(visit.body));
  return json(200, { success: true, msg: "SSH key added to instance." });
}

/** The list comes as JSON inside a string. */
export function instanceSshKeys(visit: Visit): Answer {
  const { sshKeys } = getContract(visit, visit.params[0]);
  const keys = sshKeys.map(({ id, text }) => ({ id, public_key: text }));
  return json(200, { success: true, ssh_keys: JSON.stringify(keys) });
}

export function detachSshKey(visit: Visit): Answer {
  const contract = getContract(visit, visit.params[0]);
  const left = contract.sshKeys.filter((key) => key.id !== Number(visit.params[1]));
  if (left.length === contract.sshKeys.length) throw noSuchKey();
  contract.sshKeys = left;
  return json(200, { success: true, msg: "SSH key removed from instance." });
}

export function accountSshKeys({ account }: Visit): Answer {
  const { id, sshKeys } = account;
  return json(
    200,
    sshKeys.map((key) => ({
      id: key.id,
      user_id: id,
      public_key: key.text,
      created_at: key.addedAt / SECOND,
      deleted_at: null,
    })),
  );
}

export function addAccountSshKey({ world, account, body }: Visit): Answer {
  const text = keyIn(body);
  if (account.sshKeys.some((key) => key.text === text))
    throw badArguments("ssh_key is on the account already");
  const key = { id: takeId(world), text, addedAt: world.now };
  account.sshKeys.push(key);
  return json(200, { success: true, key: { id: key.id, user_id: account.id, public_key: text } });
}

export function removeAccountSshKey({ account, params }: Visit): Answer {
  const left = account.sshKeys.filter((key) => key.id !== Number(params[0]));
  if (left.length === account.sshKeys.length) throw noSuchKey();
  account.sshKeys = left;
  return json(200, { success: true, msg: "SSH key removed." });
}

function noSuchKey(): Refused {
  return new Refused(404, "no_such_ssh_key", "No such ssh key.");
}
