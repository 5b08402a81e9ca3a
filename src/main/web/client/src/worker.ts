/** The shared worker: one connection for all tabs of an origin. Its own entry, `tickgate-client/worker`. */
export {};
