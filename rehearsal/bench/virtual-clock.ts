interface Timer {
  readonly at: number;
  readonly resolve: () => void;
}

/** A clock that jumps: it moves only while a test runs it, to the next sleeper. */
export class VirtualClock {
  #now: number;
  #timers: Timer[] = [];

  public constructor(start: number) {
    this.#now = start;
  }

  /** Epoch milliseconds. */
  public readonly now = (): number => this.#now;

  public readonly sleep = (milliseconds: number): Promise<void> =>
    milliseconds <= 0
      ? Promise.resolve()
      : new Promise((resolve) => this.#timers.push({ at: this.#now + milliseconds, resolve }));

  /** Moves on without waking anybody who sleeps longer. */
  public advanceTo(time: number): void {
    this.#now = Math.max(this.#now, time);
  }

  /** Runs work to its end, jumping from sleeper to sleeper. */
  public async run<T>(work: Promise<T>): Promise<T> {
    let isRunning = true;
    const ended = work.finally(() => {
      isRunning = false;
    });
    // A failure is thrown by the last line; until then it must not count as unhandled.
    ended.catch(() => undefined);
    for (;;) {
      await new Promise(setImmediate);
      if (!isRunning) return ended;
      const next = Math.min(...this.#timers.map(({ at }) => at));
      if (!Number.isFinite(next)) continue;
      this.advanceTo(next);
      const due = this.#timers.filter(({ at }) => at <= next);
      this.#timers = this.#timers.filter(({ at }) => at > next);
      for (const { resolve } of due) resolve();
    }
  }
}
