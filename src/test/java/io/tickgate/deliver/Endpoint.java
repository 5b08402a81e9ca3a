package io.tickgate.deliver;

import io.restassured.RestAssured;
import java.net.URI;

/** Where the gateway under test listens. */
final class Endpoint {
  private Endpoint() {}

  /** The address of a path with its query; within a test only. */
  static URI of(String path) {
    // Quarkus tells rest-assured the port before each test
    return URI.create(RestAssured.baseURI + ":" + RestAssured.port + path);
  }
}
