import type { Line } from "../tail.ts";

/** A line over which a test tells itself what is told, and on which nobody waits. */
export class ScriptedLine implements Line {
  /** Where each subscription began, in their order. */
  readonly begun: unknown[] = [];
  /** How many of them were ended by their reader. */
  ended = 0;
  retries = 0;
  tell: (frame: object) => void = () => undefined;
  cut: () => void = () => undefined;

  readonly subscribe: Line["subscribe"] = (request, sink) => {
    this.begun.push(request.variables?.["after"]);
    this.tell = (data) => sink.next({ data: data as never });
    this.cut = () => sink.complete();
    return () => void this.ended++;
  };

  readonly timeToRetry = (): Promise<void> => {
    this.retries += 1;
    return Promise.resolve();
  };
}
