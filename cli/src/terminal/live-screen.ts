import type { Run } from "../run.ts";
import { columnsOf, cut } from "./columns.ts";

/** What is painted over itself on a terminal. In a pipe nothing is painted over. */
export class LiveScreen {
  readonly repaints: boolean;
  readonly #run: Run;
  #text: () => string = () => "";
  /** As wide as each line is that was painted last. */
  #painted: number[] = [];
  #away = false;

  constructor(run: Run) {
    this.#run = run;
    this.repaints = process.stdout.isTTY && !run.json;
    if (this.repaints) process.stdout.on("resize", () => this.#painted.length > 0 && this.show(this.#text));
  }

  show(text: () => string): void {
    this.#text = text;
    this.#away = false;
    const lines = text().split("\n");
    if (this.repaints) this.#paint(lines);
    else process.stdout.write(`${lines.join("\n")}\n`);
  }

  /** Said once, until something is shown again. */
  away(): void {
    if (this.#away) return;
    this.#away = true;
    this.#run.note(
      "The connection was lost. It is tried again, and nothing that happens meanwhile is left out.",
    );
    // That stands below, and stays: what is painted next is painted under it.
    this.#painted = [];
  }

  #paint(lines: readonly string[]): void {
    const { width } = this.#run;
    // The first lines say the most; what has no room below them is left out, and the foot stays.
    const room = (process.stdout.rows || 24) - 1;
    const shown = [...lines.slice(0, Math.max(1, room - 2)), "", this.#foot()].map((line) =>
      cut(line, width),
    );
    process.stdout.write(`${this.#toBeginning(width)}${shown.join("\n")}\n`);
    this.#painted = shown.map(columnsOf);
  }

  /** On a terminal that has become narrower, a line of before takes several. */
  #toBeginning(width: number): string {
    const up = this.#painted.reduce((rows, columns) => rows + Math.max(1, Math.ceil(columns / width)), 0);
    return up === 0 ? "" : `\u001b[${up}A\r\u001b[J`;
  }

  #foot(): string {
    return `${this.#run.local(this.#run.hour.toISOString())} · live · Ctrl-C ends it`;
  }
}
