package io.tickgate.adapter.endpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.RestAssured;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** A chunked {@code POST /v1/ingest} written by hand, a chunk at a time. */
final class RawPost implements AutoCloseable {
  private final Socket socket;
  private final OutputStream out;

  RawPost(String... headers) throws IOException {
    socket = new Socket("localhost", RestAssured.port);
    socket.setSoTimeout(10_000);
    out = socket.getOutputStream();
    write("POST /v1/ingest HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n");
    write("Content-Type: application/x-ndjson\r\n");
    for (String header : headers) {
      write(header + "\r\n");
    }
    write("\r\n");
  }

  void chunk(String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    write(Integer.toHexString(bytes.length) + "\r\n");
    out.write(bytes);
    write("\r\n");
  }

  /** Ends the body and returns the answer, head and body, until the server closes or is silent. */
  String end() throws IOException {
    write("0\r\n\r\n");
    return answer();
  }

  /** What the server sends up to the end of its answer. */
  String answer() throws IOException {
    StringBuilder answer = new StringBuilder();
    while (!answer.toString().contains("\r\n\r\n") || !answer.toString().endsWith("]}")) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        break;
      }
      answer.append((char) next);
    }
    return answer.toString();
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
