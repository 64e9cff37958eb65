import { Refusal } from "../values/refusal.ts";

/** Who runs this Berth has not made it known to Google. */
export class NotOffered extends Refusal {
  readonly type = "NotOffered";
  constructor() {
    super("Google Calendar is not offered by this Berth. A feed can be read by Google Calendar, too.");
  }
}

/** What is wished for needs more of the person's consent than they gave. */
export class ConsentNeeded extends Refusal {
  readonly type = "ConsentNeeded";
  readonly readBusy: boolean;
  readonly readEvents: boolean;
  constructor(readBusy: boolean, readEvents: boolean) {
    super("Google has to be asked for that first: connect again, and allow it.");
    this.readBusy = readBusy;
    this.readEvents = readEvents;
  }
}
