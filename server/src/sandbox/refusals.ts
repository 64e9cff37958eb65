import { Refusal } from "../values/refusal.ts";

/** Real machines are billed by clocks that nobody moves. */
export class NoSandbox extends Refusal {
  readonly type = "NoSandbox";
  constructor(message = "This Berth is no sandbox: something of it is real, and so is its time.") {
    super(message);
  }
}
