/**
 * Ticks from the reactive-messaging channel {@code feed}: Kafka, MQTT or whatever connector the
 * configuration names for it. Without one there is no channel, and nothing of this runs.
 *
 * <p>A message is read on the connector's thread and acknowledged when its ticks are in the book;
 * only then is the next one asked for, which is how a broker learns to wait. MQTT's sends what it
 * has: at QoS 1 no more than may be unacknowledged, at QoS 0 whatever comes, so it waits in a
 * {@link io.tickgate.adapter.messaging.Backlog}; what that doesn't hold is lost, counted, and all
 * symbols of the channel are stale until they are heard of again. So they are when the connection
 * has ended, for what is published before it is there again doesn't come. A message that isn't what
 * section 8 of the protocol says is counted, kept among the {@link
 * io.tickgate.adapter.messaging.DeadLetters} and acknowledged: it would be no better the next time.
 *
 * <p>Imports {@code adapter.publish} and {@code wire}. Three classes know a connector: {@link
 * io.tickgate.adapter.messaging.KafkaPositions}, {@link io.tickgate.adapter.messaging.MqttAcks} and
 * {@link io.tickgate.adapter.messaging.MqttSession}.
 */
@NullMarked
package io.tickgate.adapter.messaging;

import org.jspecify.annotations.NullMarked;
