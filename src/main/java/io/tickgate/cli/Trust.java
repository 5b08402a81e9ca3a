package io.tickgate.cli;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Whom to believe that they are who they say. */
final class Trust {
  private Trust() {}

  /** The certificates of a PEM file, or who signed with them. */
  static SSLContext certificates(Path pem) {
    try {
      return context(client().trustManager(pem.toFile()));
    } catch (SSLException | IllegalArgumentException e) {
      throw new CommandFault(pem + ": no certificates: " + e.getMessage());
    }
  }

  /** Anybody. */
  static SSLContext anybody() throws SSLException {
    return context(client().trustManager(InsecureTrustManagerFactory.INSTANCE));
  }

  private static SslContextBuilder client() {
    return SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
  }

  private static SSLContext context(SslContextBuilder builder) throws SSLException {
    return ((JdkSslContext) builder.build()).context();
  }
}
