package io.tickgate.bench;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
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
  private SSLEngine writer;
  private final ByteBuffer toServer = ByteBuffer.allocateDirect(64 * 1024);
  private final ByteBuffer toClient = ByteBuffer.allocateDirect(64 * 1024);
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(64 * 1024);
  private ByteBuffer frame;

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
    frame = ByteBuffer.allocateDirect(bytes);
  }

  private static KeyManagerFactory keys() throws IOException, GeneralSecurityException {
    char[] password = Certificate.PASSWORD.toCharArray();
    KeyStore store = KeyStore.getInstance(Certificate.file().toFile(), password);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    return keys;
  }

  @Benchmark
  public SSLEngine handshake() throws SSLException {
    return connected();
  }

  @Benchmark
  public int encrypt() throws SSLException {
    scratch.clear();
    frame.clear();
    return writer.wrap(frame, scratch).bytesProduced();
  }

  private SSLEngine connected() throws SSLException {
    SSLEngine here = server.newEngine(ByteBufAllocator.DEFAULT);
    SSLEngine there = client.newEngine(ByteBufAllocator.DEFAULT, "localhost", 443);
    toServer.clear();
    toClient.clear();
    there.beginHandshake();
    here.beginHandshake();
    for (int i = 0; i < 40 && !(settled(here) && settled(there) && i > 8); i++) {
      step(there, toClient, toServer);
      step(here, toServer, toClient);
    }
    if (!settled(here) || !settled(there)) {
      throw new SSLException("no handshake: " + here.getHandshakeStatus());
    }
    there.closeOutbound();
    return here;
  }

  private static boolean settled(SSLEngine engine) {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
  }

  private void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    for (int i = 0; i < 20; i++) {
      HandshakeStatus status = engine.getHandshakeStatus();
      if (status == HandshakeStatus.NEED_TASK) {
        Runnable task = engine.getDelegatedTask();
        if (task != null) {
          task.run();
        }
      } else if (status == HandshakeStatus.NEED_WRAP) {
        scratch.clear();
        engine.wrap(scratch.duplicate().limit(0), out);
      } else if (in.position() > 0) {
        in.flip();
        scratch.clear();
        SSLEngineResult result = engine.unwrap(in, scratch);
        in.compact();
        if (result.bytesConsumed() == 0
            && result.getHandshakeStatus() != HandshakeStatus.NEED_TASK
            && result.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
          return;
        }
      } else {
        return;
      }
    }
  }
}
