package io.tickgate.bench;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Feeds a broker under test with the simulated market, in a process of its own: each quote is a
 * message to its symbol's subject. One connection, which is never waited for: NATS' own protocol,
 * or POSTs over HTTP that follow each other without waiting for the answers. Arguments: {@code
 * nats} or {@code nchan}, port, symbols, quotes a second.
 */
public final class Publisher {
  /**
   * Messages that wait for a broker that doesn't keep up, 40 s of W1max in some 60 MB: their age
   * tells. Beyond that the market itself waits, and the table shows fewer updates.
   */
  private static final int MAX_WAITING = 200_000;

  private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final boolean nats;

  private Publisher(boolean nats) {
    this.nats = nats;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Publisher publisher = new Publisher(args[0].equals("nats"));
    try (Socket socket = new Socket("127.0.0.1", Integer.parseInt(args[1]))) {
      socket.setTcpNoDelay(true);
      Thread reader = new Thread(() -> publisher.readAnswers(socket), "answers");
      reader.setDaemon(true);
      reader.start();
      if (publisher.nats) {
        publisher.put("CONNECT {\"verbose\":false,\"pedantic\":false}\r\n");
      }
      QuoteFeed.start(Integer.parseInt(args[2]), Integer.parseInt(args[3]), publisher::onQuote);
      publisher.send(socket.getOutputStream());
    }
  }

  /** The feed's thread. */
  private void onQuote(String symbol, byte[] message) {
    String text = new String(message, StandardCharsets.US_ASCII);
    put(
        nats
            ? "PUB " + symbol + " " + message.length + "\r\n" + text + "\r\n"
            : "POST /pub/"
                + symbol
                + " HTTP/1.1\r\nHost: bench\r\nContent-Length: "
                + message.length
                + "\r\n\r\n"
                + text);
  }

  private void put(String text) {
    try {
      waiting.put(text.getBytes(StandardCharsets.US_ASCII));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(OutputStream to) throws IOException, InterruptedException {
    OutputStream out = new BufferedOutputStream(to, 65_536);
    while (true) {
      byte[] next = waiting.poll();
      if (next == null) {
        out.flush(); // nothing else is ready: what is there goes now
        next = waiting.take();
      }
      out.write(next);
    }
  }

  /** The first refusal ends the process, and with it the run of this server. */
  private void readAnswers(Socket socket) {
    try (BufferedReader answers =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      for (String line; (line = answers.readLine()) != null; ) {
        if (nats && line.equals("PING")) {
          put("PONG\r\n");
        } else if (line.startsWith("-ERR") || refused(line)) {
          System.err.println("refused: " + line);
          break;
        }
      }
    } catch (IOException e) {
      System.err.println("connection lost: " + e.getMessage());
    }
    System.exit(1);
  }

  /** An answer's first line follows the end of the body before, without a line break. */
  private static boolean refused(String line) {
    int status = line.indexOf("HTTP/1.1 ");
    return status >= 0 && !line.startsWith("20", status + "HTTP/1.1 ".length());
  }
}
