package io.tickgate.deliver;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same promises with messages in CBOR. */
@QuarkusTest
@TestProfile(ProtocolProfile.class)
class SubscribeCborTest extends SubscribeCases {
  @BeforeAll
  static void speakCbor() {
    StreamClient.speak(StreamClient.CBOR);
  }

  @AfterAll
  static void speakJson() {
    StreamClient.speak(null);
  }
}
