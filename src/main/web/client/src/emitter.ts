/** Listeners by event. One that throws doesn't keep the others from hearing. */
export class Emitter<Events> {
  readonly #listeners = new Map<keyof Events, Set<(detail: never) => void>>();

  on<E extends keyof Events>(event: E, listener: (detail: Events[E]) => void): () => void {
    const set = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, set);
    // a function of its own, so that the same listener added twice is called twice
    const entry = (detail: Events[E]) => listener(detail);
    set.add(entry as (detail: never) => void);
    return () => set.delete(entry as (detail: never) => void);
  }

  emit<E extends keyof Events>(event: E, detail: Events[E]): void {
    for (const listener of this.#listeners.get(event) ?? []) {
      guarded(() => (listener as (detail: Events[E]) => void)(detail));
    }
  }
}

/** Runs a caller's code; what it throws is reported as uncaught, not to us. */
export function guarded(task: () => void): void {
  try {
    task();
  } catch (thrown) {
    if (typeof reportError === "function") {
      reportError(thrown);
    } else {
      queueMicrotask(() => {
        throw thrown; // Node's way to tell
      });
    }
  }
}
