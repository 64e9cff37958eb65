/**
 * A terminal as far as `berth` steers one: lines that go on in the next row where they have no room, a cursor that goes
 * up, and rows that are cleared below it. Made narrower, it breaks what it shows anew, as terminals do.
 */
export class Terminal {
  #columns: number;
  /** Each line as it was written, and the cursor's place as a line and a letter of it. */
  #lines: string[] = [""];
  #line = 0;
  #letter = 0;
  #rest = "";
  /** How often something was painted over. */
  repaints = 0;

  constructor(columns: number) {
    this.#columns = columns;
  }

  /** Lines that are longer than a row, and so are broken by the terminal. */
  get broken(): string[] {
    return this.#lines.filter((line) => line.length > this.#columns);
  }

  get text(): string {
    return this.#lines.join("\n");
  }

  write(data: string): void {
    this.#rest += data;
    for (;;) {
      // An order that has not wholly arrived waits for its end.
      const [taken] = /^(?:[\n\r]|\p{Cc}\[[\d;?]*[A-Za-z]|\P{Cc}+)/u.exec(this.#rest) ?? [];
      if (taken === undefined) return;
      this.#rest = this.#rest.slice(taken.length);
      this.#take(taken);
    }
  }

  #take(taken: string): void {
    const [, count = "1", order] = /^\p{Cc}\[([\d;?]*)([A-Za-z])$/u.exec(taken) ?? [];
    if (taken === "\n") {
      this.#line += 1;
      this.#letter = 0;
      this.#lines[this.#line] ??= "";
    } else if (taken === "\r") this.#letter = 0;
    else if (order === "A") {
      for (let rows = Number(count); rows > 0; this.#line--)
        rows -= this.#line === 0 ? rows : this.#rowsOf(this.#lines[this.#line - 1] ?? "");
      this.repaints += 1;
    } else if (order === "t") {
      // Its size is said among what is written, so that it changes between the same two orders every time.
      this.#columns = Number(count.split(";")[2]);
    } else if (order === "J") {
      this.#lines.splice(this.#line, Infinity, (this.#lines[this.#line] ?? "").slice(0, this.#letter));
    } else if (order === undefined) {
      const line = (this.#lines[this.#line] ?? "").padEnd(this.#letter);
      this.#lines[this.#line] = line.slice(0, this.#letter) + taken + line.slice(this.#letter + taken.length);
      this.#letter += taken.length;
    } else if (order !== "m") throw new Error(`This terminal does not know ${JSON.stringify(taken)}.`);
  }

  #rowsOf(line: string): number {
    return Math.max(1, Math.ceil(line.length / this.#columns));
  }
}
