/** How long without input before somebody counts as away. */
export const idleAfterMs = 60_000;

/**
 * Time in front of a task: the page is visible and there was input within the last minute. Told of what happens with its time;
 * it holds no timer and reads no clock.
 */
export class ActiveTimeMeter {
  #countedMs = 0;
  #visible: boolean;
  /** Up to where time is counted. */
  #from: number;
  #lastInput: number;

  constructor(nowMs: number, visible = true) {
    this.#visible = visible;
    this.#from = nowMs;
    this.#lastInput = nowMs;
  }

  input(nowMs: number): void {
    this.#count(nowMs);
    this.#lastInput = nowMs;
  }

  visibility(visible: boolean, nowMs: number): void {
    this.#count(nowMs);
    this.#visible = visible;
  }

  seconds(nowMs: number): number {
    this.#count(nowMs);
    return this.#countedMs / 1000;
  }

  /** Starts a new task. Somebody who was away stays away until the next input. */
  restart(nowMs: number, seconds = 0): void {
    this.#count(nowMs);
    this.#countedMs = seconds * 1000;
  }

  isActive(nowMs: number, withinMs = idleAfterMs): boolean {
    return this.#visible && nowMs - this.#lastInput <= withinMs;
  }

  #count(nowMs: number): void {
    const until = Math.min(nowMs, this.#lastInput + idleAfterMs);
    if (this.#visible && until > this.#from) this.#countedMs += until - this.#from;
    this.#from = Math.max(this.#from, nowMs);
  }
}
