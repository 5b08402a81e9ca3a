package io.tickgate.deliver;

import io.netty.channel.Channel;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.tickgate.deliver.edge.Admission;
import io.tickgate.deliver.edge.EdgePipeline;
import io.tickgate.security.Gate;
import io.tickgate.security.Identity;
import io.tickgate.wire.DeflateTerms;
import io.tickgate.wire.Encoding;
import io.tickgate.wire.ExtensionOffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * What has to be right before a connection is upgraded to a WebSocket, and what is put in place for
 * it. The handshake itself was checked before, by {@code UpgradeFilter}. An upgrade that is refused
 * ends the connection.
 */
@ApplicationScoped
public class StreamUpgrade implements HttpUpgradeCheck {
  /** Endpoints that tell when they are there, and know what was agreed about compression. */
  private static final Set<String> OURS = Set.of(StreamEndpoint.ID, EchoEndpoint.ID);

  /** Until one of the subject's other connections may have ended. */
  private static final String SUBJECT_RETRY_SECONDS = "5";

  private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

  private final Sessions sessions;
  private final KernelBuffer kernelBuffer;
  private final EchoEndpoint.DiagnosticsConfig diagnostics;
  private final EdgePipeline edge;
  private final StreamCompression compression;
  private final int maxMessage;

  /** In order; a place is taken when all others agree. */
  private final List<Rule> rules = List.of(this::endpoint, this::subprotocol, this::room);

  StreamUpgrade(
      Sessions sessions,
      KernelBuffer kernelBuffer,
      EchoEndpoint.DiagnosticsConfig diagnostics,
      EdgePipeline edge,
      @ConfigProperty(name = "quarkus.websockets-next.server.max-message-size") int maxMessage) {
    this.sessions = sessions;
    this.kernelBuffer = kernelBuffer;
    this.diagnostics = diagnostics;
    this.edge = edge;
    this.maxMessage = maxMessage;
    SessionContext context = sessions.context();
    this.compression = new StreamCompression(context.compression(), context.stats());
  }

  /** Says no, or null. */
  @FunctionalInterface
  private interface Rule {
    @Nullable Uni<CheckResult> refusal(HttpUpgradeContext context);
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    List<ExtensionOffer> offers =
        ExtensionOffer.parse(context.httpRequest().headers().getAll(EXTENSIONS));
    if (offers == null) {
      return CheckResult.rejectUpgrade(400); // RFC 6455 section 9.1
    }
    for (Rule rule : rules) {
      Uni<CheckResult> refusal = rule.refusal(context);
      if (refusal != null) {
        return refusal;
      }
    }
    return permit(context, offers);
  }

  private @Nullable Uni<CheckResult> endpoint(HttpUpgradeContext context) {
    boolean off = context.endpointId().equals(EchoEndpoint.ID) && !diagnostics.echo();
    return off ? CheckResult.rejectUpgrade(404) : null;
  }

  private @Nullable Uni<CheckResult> subprotocol(HttpUpgradeContext context) {
    return !context.endpointId().equals(StreamEndpoint.ID)
            || offersOurs(context.httpRequest().headers().getAll("Sec-WebSocket-Protocol"))
        ? null
        : CheckResult.rejectUpgrade(400);
  }

  /** Whether the client offers a subprotocol of ours, or none at all. */
  private static boolean offersOurs(List<String> headers) {
    boolean any = false;
    for (String header : headers) {
      for (String offer : header.split(",", -1)) {
        any |= !offer.isBlank();
        if (Encoding.of(offer.trim()) != null) {
          return true;
        }
      }
    }
    return !any;
  }

  private @Nullable Uni<CheckResult> room(HttpUpgradeContext context) {
    HttpServerRequest request = context.httpRequest();
    Admission.Verdict verdict = sessions.enter(request.remoteAddress().hostAddress());
    if (verdict instanceof Admission.Refusal refusal) {
      String seconds = String.valueOf(refusal.retryAfterSeconds());
      return CheckResult.rejectUpgrade(refusal.status(), Map.of("Retry-After", List.of(seconds)));
    }
    if (verdict instanceof Admission.Place place) {
      Identity who = Gate.identity();
      if (who != null && !place.claim(who.subject())) {
        place.leave();
        return CheckResult.rejectUpgrade(
            429, Map.of("Retry-After", List.of(SUBJECT_RETRY_SECONDS)));
      }
      context.userData().put(StreamEndpoint.PLACE, place);
      channel(context).closeFuture().addListener(closed -> place.leave());
    }
    return null;
  }

  private Uni<CheckResult> permit(HttpUpgradeContext context, List<ExtensionOffer> offers) {
    Channel channel = channel(context);
    kernelBuffer.bound(channel);
    boolean ours = OURS.contains(context.endpointId());
    Compression agreed = ours ? compression.agree(offers) : Compression.OFF;
    context.userData().put(StreamEndpoint.CHANNEL, channel);
    String address = String.valueOf(context.httpRequest().remoteAddress());
    context.userData().put(StreamEndpoint.ADDRESS, address);
    context.userData().put(StreamEndpoint.COMPRESSION, agreed);
    channel.closeFuture().addListener(closed -> agreed.end());
    Supplier<MessageInflater> inflater = () -> sessions.inflater(channel.eventLoop());
    DeflateTerms terms = agreed.terms();
    FrameInflater inflating = new FrameInflater(terms, inflater, sessions.stats(), maxMessage);
    edge.harden(channel, inflating, ours, maxMessage);
    return terms == null
        ? CheckResult.permitUpgrade()
        : CheckResult.permitUpgrade(Map.of(EXTENSIONS, List.of(terms.answer())));
  }

  private static Channel channel(HttpUpgradeContext context) {
    return ((ConnectionBase) context.httpRequest().connection()).channel();
  }
}
