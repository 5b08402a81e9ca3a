package io.tickgate.deliver;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** With messages in JSON. */
@QuarkusTest
@TestProfile(ProtocolProfile.class)
class BookTest extends BookCases {}
