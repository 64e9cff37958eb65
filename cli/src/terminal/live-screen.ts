import type { Run } from "../run.ts";
import { cut } from "./table.ts";

/** What is painted over itself on a terminal. In a pipe nothing is painted over. */
export class LiveScreen {
  readonly repaints: boolean;
  readonly #run: Run;
  #lines = 0;
  #away = false;

  constructor(run: Run) {
    this.#run = run;
    this.repaints = process.stdout.isTTY && !run.json;
  }

  show(text: () => string): void {
    const lines = [
      ...text().split("\n"),
      this.repaints ? "" : null,
      this.repaints ? this.#foot() : null,
    ].filter((line) => line !== null);
    const most = (process.stdout.rows || 24) - 1;
    const shown = this.repaints ? lines.slice(-most).map((line) => cut(line, this.#run.width)) : lines;
    const up = this.repaints && this.#lines > 0 ? `\u001b[${this.#lines}A\r\u001b[J` : "";
    process.stdout.write(`${up}${shown.join("\n")}\n`);
    this.#lines = shown.length;
    this.#away = false;
  }

  /** Said once, until something is shown again. */
  away(): void {
    if (this.#away) return;
    this.#away = true;
    this.#run.note(
      "The connection was lost. It is tried again, and nothing that happens meanwhile is left out.",
    );
  }

  #foot(): string {
    return `${this.#run.local(this.#run.hour.toISOString())} · live · Ctrl-C ends it`;
  }
}
