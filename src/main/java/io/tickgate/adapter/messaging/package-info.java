/**
 * Ticks from the reactive-messaging channel {@code feed}: Kafka, MQTT or whatever connector the
 * configuration names for it. Without one there is no channel, and nothing of this runs.
 *
 * <p>A message is read on the connector's thread and acknowledged when its ticks are in the book;
 * only then is the next one asked for, which is how a broker learns to wait. Where a broker isn't
 * asked but sends (MQTT at QoS 0), what the connector's buffer doesn't hold is lost and counted. A
 * message that isn't what section 8 of the protocol says is counted, kept among the {@link
 * io.tickgate.adapter.messaging.DeadLetters} and acknowledged: it would be no better the next time.
 *
 * <p>Imports {@code adapter.publish} and {@code wire}. Two classes know a connector: {@link
 * io.tickgate.adapter.messaging.KafkaPositions} and {@link io.tickgate.adapter.messaging.MqttAcks}.
 */
@NullMarked
package io.tickgate.adapter.messaging;

import org.jspecify.annotations.NullMarked;
