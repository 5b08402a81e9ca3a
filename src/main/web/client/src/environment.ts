/** Time and chance, so that tests can hold them in their hands. */
export interface Environment {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after that many milliseconds; returns how to prevent it. */
  timer(callback: () => void, ms: number): () => void;
  /** From 0 to 1, 1 excluded. */
  random(): number;
}

/** The machine's own. */
export const SYSTEM: Environment = {
  now: () => Date.now(),
  timer(callback, ms) {
    const id = setTimeout(callback, ms);
    return () => clearTimeout(id);
  },
  random: () => Math.random(),
};
