package io.tickgate.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the server's side of TLS 1.3 costs with the JDK's engine and with BoringSSL
 * (netty-tcnative): a whole handshake, client included, and the encryption of a frame. The client
 * is the JDK's in both, so the difference between two handshakes is the server's.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 4, time = 2)
public class TlsBenchmark {
  @Param({"JDK", "OPENSSL"})
  SslProvider provider;

  /** A frame of one update, and of a beat of 50. */
  @Param({"200", "8000"})
  int bytes;

  private SslContext server;
  private SslContext client;
  private EmbeddedChannel writer;
  private ByteBuf frame;

  @Setup(Level.Trial)
  public void setUp() throws IOException, GeneralSecurityException {
    server = SslContextBuilder.forServer(keys()).sslProvider(provider).protocols("TLSv1.3").build();
    client =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3")
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .build();
    writer = connected();
    frame = Unpooled.directBuffer(bytes).writeZero(bytes);
  }

  private static KeyManagerFactory keys() throws IOException, GeneralSecurityException {
    char[] password = Certificate.PASSWORD.toCharArray();
    KeyStore store = KeyStore.getInstance(Certificate.file().toFile(), password);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    return keys;
  }

  /** Both sides of it; the client's is the same for both providers. */
  @Benchmark
  public long handshake() throws SSLException {
    EmbeddedChannel channel = connected();
    long readable = channel.outboundMessages().size();
    channel.finishAndReleaseAll();
    return readable;
  }

  @Benchmark
  public int encrypt() {
    writer.writeOutbound(frame.retainedDuplicate());
    int written = 0;
    for (ByteBuf out = writer.readOutbound(); out != null; out = writer.readOutbound()) {
      written += out.readableBytes();
      out.release();
    }
    return written;
  }

  private EmbeddedChannel connected() throws SSLException {
    SslHandler here = server.newHandler(PooledByteBufAllocator.DEFAULT);
    SslHandler there = client.newHandler(PooledByteBufAllocator.DEFAULT, "localhost", 443);
    EmbeddedChannel mine = new EmbeddedChannel(here);
    EmbeddedChannel other = new EmbeddedChannel(there);
    for (int i = 0; i < 10 && !here.handshakeFuture().isSuccess(); i++) {
      move(other, mine);
      move(mine, other);
    }
    other.releaseInbound();
    other.close();
    other.releaseOutbound();
    if (!here.handshakeFuture().isSuccess()) {
      throw new SSLException("no handshake", here.handshakeFuture().cause());
    }
    return mine;
  }

  private static void move(EmbeddedChannel from, EmbeddedChannel to) {
    for (ByteBuf out = from.readOutbound(); out != null; out = from.readOutbound()) {
      to.writeInbound(out);
    }
  }
}
