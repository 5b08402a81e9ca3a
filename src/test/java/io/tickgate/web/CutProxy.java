package io.tickgate.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A TCP proxy on a free port that a test cuts and slows down. */
public final class CutProxy implements AutoCloseable {
  /** Bytes passed on at once; small, so that a slow link is slow evenly. */
  private static final int CHUNK = 1_024;

  private final ServerSocket server;
  private final URI target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool(CutProxy::daemon);
  private volatile int bytesPerSecond;
  private volatile boolean refusing;

  public CutProxy(URI target) throws IOException {
    this.target = target;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "cut-proxy");
    thread.setDaemon(true);
    return thread;
  }

  /** Where clients connect to. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** Cuts all connections, without a word. */
  public void cut() {
    for (Socket socket : sockets) {
      close(socket);
    }
  }

  /** Lets nobody through, or everybody again. */
  public void refuse(boolean all) {
    refusing = all;
    cut();
  }

  /** Passes on only so much to clients; 0 for all there is. */
  public void slowTo(int rate) {
    bytesPerSecond = rate;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        if (refusing) {
          client.close();
          continue;
        }
        Socket gateway = new Socket(target.getHost(), target.getPort());
        client.setTcpNoDelay(true);
        client.setSendBufferSize(8 * CHUNK); // what waits at a slow link waits at the gateway
        sockets.add(client);
        sockets.add(gateway);
        threads.execute(() -> pump(client, gateway, false));
        threads.execute(() -> pump(gateway, client, true));
      } catch (IOException e) {
        // closed, or the gateway takes no more
      }
    }
  }

  private void pump(Socket from, Socket to, boolean slowed) {
    byte[] chunk = new byte[CHUNK];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        out.write(chunk, 0, read);
        int rate = bytesPerSecond;
        if (slowed && rate > 0) {
          Thread.sleep(read * 1_000L / rate); // this is the link, not a wait of a test
        }
      }
    } catch (IOException e) {
      // cut
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone, which is what was wanted
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
    threads.shutdownNow();
  }
}
