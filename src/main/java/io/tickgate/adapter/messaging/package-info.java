/**
 * Ticks from the reactive-messaging channel {@code feed}: Kafka, MQTT or whatever connector the
 * configuration names for it. Without one there is no channel, and nothing of this runs.
 *
 * <p>A message is read on the connector's thread and acknowledged when its ticks are in the book;
 * only then is the next one asked for, which is how a broker learns to wait. A message that isn't
 * what section 8 of the protocol says is counted, kept among the {@link
 * io.tickgate.adapter.messaging.DeadLetters} and acknowledged: it would be no better the next time.
 *
 * <p>Imports {@code adapter.publish} and {@code wire}. {@link
 * io.tickgate.adapter.messaging.KafkaPositions} alone knows a connector.
 */
@NullMarked
package io.tickgate.adapter.messaging;

import org.jspecify.annotations.NullMarked;
