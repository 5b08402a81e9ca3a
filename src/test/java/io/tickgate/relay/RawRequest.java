package io.tickgate.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import javax.net.ssl.SSLContext;

/** A request as it is written, where a client of HTTP would put it right first. */
final class RawRequest implements AutoCloseable {
  private final Socket secure;

  /** Sends that head from that address of this machine; a body may follow. */
  RawRequest(SSLContext tls, URI to, String from, String... head) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress("127.0.0.1", to.getPort()));
    socket.setSoTimeout(20_000);
    secure = tls.getSocketFactory().createSocket(socket, to.getHost(), to.getPort(), true);
    send(String.join("\r\n", head) + "\r\nHost: " + to.getAuthority() + "\r\n\r\n");
  }

  private void send(String text) throws IOException {
    secure.getOutputStream().write(text.getBytes(US_ASCII));
  }

  /** A part of a body of no known length (RFC 9112, section 7.1); an empty one ends it. */
  void sendChunk(String text) throws IOException {
    send("%x\r\n%s\r\n".formatted(text.length(), text));
  }

  /** Of the answer, once it begins. */
  int status() throws IOException {
    String line = new String(secure.getInputStream().readNBytes("HTTP/1.1 404".length()), US_ASCII);
    return line.matches("HTTP/1\\.. \\d{3}") ? Integer.parseInt(line.substring(9)) : 0;
  }

  @Override
  public void close() throws IOException {
    secure.close();
  }
}
