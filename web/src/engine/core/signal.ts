export type Unsubscribe = () => void;

/** Something that can be watched. `version` and `subscribe` are what React's useSyncExternalStore wants. */
export class Signal {
  #version = 0;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): Unsubscribe => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly getVersion = (): number => this.#version;

  bump(): void {
    this.#version++;
    this.#listeners.forEach((listener) => listener());
  }
}

/** A typed event source; listeners run in the order in which they came. */
export class Emitter<T> {
  readonly #listeners = new Set<(event: T) => void>();

  on(listener: (event: T) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  emit(event: T): void {
    this.#listeners.forEach((listener) => listener(event));
  }
}
