// How far a long refresh is, on a terminal. Other lines pass the bar, and the terminal is left as it was.
import { SingleBar } from 'cli-progress';

/** Whoever waits no longer than this needs no bar. */
const PATIENCE_MS = 1000;

type Terminal = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** A bar that comes when a refresh takes longer than a moment, and goes when it is stopped or the process exits. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #bar: SingleBar;
  readonly #from: number;
  #shown: { readonly done: number; readonly total: number } | undefined;

  /** @param terminal where it is shown; nowhere if it is none */
  constructor(terminal: Terminal, patienceMs = PATIENCE_MS) {
    this.#terminal = terminal;
    this.#from = performance.now() + patienceMs;
    this.#bar = new SingleBar({
      format: '{bar} {percentage}% {value}/{total} articles',
      stream: terminal,
      clearOnComplete: true,
    });
  }

  /** Shows how far it is. */
  update(done: number, total: number): void {
    if (this.#terminal.isTTY !== true || performance.now() < this.#from) return;
    if (!this.#shown) {
      // The bar switches the wrapping of lines off; whatever ends the process has to switch it on again.
      process.once('exit', this.stop);
      this.#bar.start(total, done);
    }
    // A file that was met under way was not counted.
    this.#shown = { done, total: Math.max(done, total) };
    this.#bar.setTotal(this.#shown.total);
    this.#bar.update(done);
  }

  /** Takes the bar away. */
  readonly stop = (): void => {
    if (!this.#shown) return;
    this.#shown = undefined;
    this.#bar.stop();
    process.off('exit', this.stop);
  };

  /** Writes a line where the bar stands; the bar comes again below it. */
  write(line: string): void {
    if (this.#shown) this.#bar.stop();
    this.#terminal.write(line);
    if (this.#shown) this.#bar.start(this.#shown.total, this.#shown.done);
  }
}
