package io.tickgate.adapter.live;

/** Hears where a session stands. The feed's thread. */
@FunctionalInterface
interface SessionListener {
  /** The session is in that state now, or the state has another reason. */
  void onState(SessionState state);
}
