/**
 * Client of the Tickgate market-data gateway.
 *
 * `connect` opens a connection, `connectShared` one for all tabs of an origin, `rest` has the views
 * by HTTP, `perFrame` draws at most once an animation frame.
 */
export { connect } from "./client.js";
export { connectShared } from "./shared.js";
export { rest, RestError } from "./rest.js";
export { perFrame, type FrameOptions } from "./frame.js";
export { closeAction } from "./close.js";
export type * from "./types.js";
