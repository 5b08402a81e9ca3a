/**
 * The audit log: who came in, who was turned away and why, and what operators did. One line an
 * event in the log category {@code io.tickgate.audit}, which can be sent to a file of its own with
 * Quarkus' {@code quarkus.log.category} and {@code quarkus.log.handler} keys. Any thread.
 *
 * <p>Anybody may write to it, so it imports nothing of the gateway. It never holds a token, and
 * nobody can fill it at will: lines of each event are limited, and what was left out is counted.
 */
@NullMarked
package io.tickgate.audit;

import org.jspecify.annotations.NullMarked;
