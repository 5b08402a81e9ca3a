package io.tickgate.adapter.publish;

import io.tickgate.wire.ErrorCode;

/** Why a tick isn't taken, for its publisher. */
record Refusal(ErrorCode code, String message) {}
