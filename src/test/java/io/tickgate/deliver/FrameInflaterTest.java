package io.tickgate.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.tickgate.deliver.edge.FrameGuard;
import io.tickgate.wire.DeflateTerms;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed requests, right and hostile. */
class FrameInflaterTest {
  private static final int LIMIT = 10_000;
  private static final int RSV1 = 4;
  private static final String ASK =
      "{\"op\":\"subscribe\",\"channel\":\"quote\",\"symbols\":[\"a:b\"]}";
  private static final DeflateTerms CONTEXT = new DeflateTerms(false, true, 0, 0);
  private static final DeflateTerms NO_CONTEXT = new DeflateTerms(false, false, 0, 0);

  private final MessageInflater inflater = new MessageInflater();
  private final SessionStats stats = new SessionStats();
  private final Deflater deflater = new Deflater(6, true);

  @Test
  void messageIsInflatedAndItsBitTakenAway() {
    EmbeddedChannel channel = channel(CONTEXT);
    channel.writeInbound(text(deflate(ASK)));
    assertNext(channel, ASK);
  }

  @Test
  void plainMessagePasses() {
    EmbeddedChannel channel = channel(CONTEXT);
    channel.writeInbound(new TextWebSocketFrame(ASK));
    assertNext(channel, ASK);
  }

  @Test
  void binaryStaysBinary() {
    EmbeddedChannel channel = channel(CONTEXT);
    channel.writeInbound(
        new BinaryWebSocketFrame(true, RSV1, Unpooled.wrappedBuffer(deflate(ASK))));
    WebSocketFrame frame = assertInstanceOf(BinaryWebSocketFrame.class, channel.readInbound());
    assertEquals(ASK, frame.content().toString(UTF_8));
    frame.release();
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 10, 12, 15})
  void messagesMayReferBackAsFarAsAgreed(int bits) {
    EmbeddedChannel channel = channel(new DeflateTerms(false, true, 0, bits));
    Random random = new Random(bits);
    for (int i = 0; i < 1_000; i++) {
      // small enough that zlib, which has 32 kB here, doesn't look further back than agreed
      String ask = bits == 15 ? ASK + random.nextInt() : "{\"op\":" + random.nextInt(10) + "}";
      if (bits != 15 && i % 8 == 0) {
        deflater.reset();
      }
      channel.writeInbound(text(deflate(ask)));
      assertNext(channel, ask);
    }
  }

  @Test
  void withContextASecondMessageIsShorter() {
    byte[] first = deflate(ASK);
    byte[] second = deflate(ASK);
    assertTrue(second.length < first.length / 2, first.length + " and " + second.length);
    EmbeddedChannel channel = channel(CONTEXT);
    channel.writeInbound(text(first), text(second));
    assertNext(channel, ASK);
    assertNext(channel, ASK);
  }

  @Test
  void withoutContextNothingIsKept() {
    EmbeddedChannel channel = channel(NO_CONTEXT);
    byte[] first = deflate(ASK);
    byte[] second = deflate(ASK);
    channel.writeInbound(text(first));
    assertNext(channel, ASK);
    channel.writeInbound(text(second));
    assertClosed(channel, 1007);
  }

  @Test
  void connectionsDoNotSeeEachOthersWindows() {
    EmbeddedChannel one = channel(CONTEXT);
    EmbeddedChannel other = channel(CONTEXT);
    one.writeInbound(text(deflate(ASK)));
    assertNext(one, ASK);
    byte[] second = deflate(ASK);
    other.writeInbound(text(second));
    assertClosed(other, 1007);
    one.writeInbound(text(second));
    assertNext(one, ASK);
  }

  @Test
  void plainMessagesAreNotPartOfTheWindow() {
    EmbeddedChannel channel = channel(CONTEXT);
    channel.writeInbound(text(deflate(ASK)));
    assertNext(channel, ASK);
    channel.writeInbound(new TextWebSocketFrame("{\"op\":\"ping\"}"));
    assertNext(channel, "{\"op\":\"ping\"}");
    channel.writeInbound(text(deflate(ASK)));
    assertNext(channel, ASK);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 20})
  void fragmentsMakeOneMessageWithControlFramesAmongThem(int split) {
    byte[] all = deflate(ASK);
    EmbeddedChannel channel = channel(CONTEXT);
    channel.writeInbound(
        new TextWebSocketFrame(false, RSV1, Unpooled.copiedBuffer(all, 0, split)),
        new PingWebSocketFrame(),
        new ContinuationWebSocketFrame(
            false, 0, Unpooled.copiedBuffer(all, split, all.length - split)),
        new ContinuationWebSocketFrame(true, 0, Unpooled.EMPTY_BUFFER));
    assertInstanceOf(PingWebSocketFrame.class, channel.readInbound());
    assertNext(channel, ASK);
    channel.writeInbound(text(deflate(ASK)));
    assertNext(channel, ASK);
  }

  @Test
  void plainFragmentsPassAsTheyAre() {
    EmbeddedChannel channel = channel(CONTEXT);
    channel.writeInbound(
        new TextWebSocketFrame(false, 0, ASK), new ContinuationWebSocketFrame(true, 0, "x"));
    assertNext(channel, ASK);
    WebSocketFrame rest = assertInstanceOf(ContinuationWebSocketFrame.class, channel.readInbound());
    rest.release();
  }

  @Test
  void streamsMayEndWithinAMessage() {
    // RFC 7692 section 7.2.3.4: "Hello" in a final block, and the byte that makes the tail fit
    byte[] hello = {(byte) 0xf3, 0x48, (byte) 0xcd, (byte) 0xc9, (byte) 0xc9, 0x07, 0x00, 0x00};
    EmbeddedChannel channel = channel(CONTEXT);
    channel.writeInbound(text(hello));
    assertNext(channel, "Hello");
    // section 7.2.3.2: the same again, referring back
    channel.writeInbound(text(new byte[] {(byte) 0xf2, 0x00, 0x11, 0x00, 0x00}));
    assertNext(channel, "Hello");
  }

  @Test
  void twoBlocksAreOneMessage() {
    // RFC 7692 section 7.2.3.5
    byte[] hello = {
      (byte) 0xf2,
      0x48,
      0x05,
      0x00,
      0x00,
      0x00,
      (byte) 0xff,
      (byte) 0xff,
      (byte) 0xca,
      (byte) 0xc9,
      (byte) 0xc9,
      0x07,
      0x00
    };
    EmbeddedChannel channel = channel(NO_CONTEXT);
    channel.writeInbound(text(hello));
    assertNext(channel, "Hello");
  }

  @Test
  void emptyMessageIsEmpty() {
    EmbeddedChannel channel = channel(CONTEXT);
    channel.writeInbound(text(new byte[] {0}));
    assertNext(channel, "");
  }

  @Test
  void manyStreamsInAMessageAreAnAttack() {
    byte[] emptyFinal = {3, 0};
    byte[] many = new byte[2_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = emptyFinal[i & 1];
    }
    EmbeddedChannel channel = channel(CONTEXT);
    channel.writeInbound(text(many));
    assertClosed(channel, 1007);
  }

  @Test
  void messageOfTheLimitPassesAndOneByteMoreEnds() {
    EmbeddedChannel channel = channel(NO_CONTEXT);
    String most = "x".repeat(LIMIT);
    channel.writeInbound(text(deflate(most)));
    assertNext(channel, most);
    deflater.reset();
    channel.writeInbound(text(deflate(most + "x")));
    assertClosed(channel, 1009);
  }

  @Test
  void bombIsCutAndCounted() {
    EmbeddedChannel channel = channel(CONTEXT);
    byte[] bomb = deflate("x".repeat(8_000_000));
    assertTrue(bomb.length < LIMIT, bomb.length + " bytes");
    channel.writeInbound(text(bomb));
    assertClosed(channel, 1009);
    assertEquals(1, stats.inflateRefused.sum());
  }

  @Test
  void bombInFragmentsIsCutToo() {
    EmbeddedChannel channel = channel(CONTEXT);
    byte[] bomb = deflate("x".repeat(8_000_000));
    channel.writeInbound(new TextWebSocketFrame(false, RSV1, Unpooled.EMPTY_BUFFER));
    for (int i = 0; i < bomb.length; i += 1_000) {
      byte[] part = Arrays.copyOfRange(bomb, i, Math.min(bomb.length, i + 1_000));
      channel.writeInbound(
          new ContinuationWebSocketFrame(
              i + 1_000 >= bomb.length, 0, Unpooled.wrappedBuffer(part)));
    }
    assertClosed(channel, 1009);
  }

  @Test
  void fragmentsWithoutEndAreCut() {
    EmbeddedChannel channel = channel(CONTEXT);
    channel.writeInbound(new TextWebSocketFrame(false, RSV1, Unpooled.wrappedBuffer(new byte[9])));
    for (int i = 0; i < 20 && channel.isActive(); i++) {
      channel.writeInbound(
          new ContinuationWebSocketFrame(false, 0, Unpooled.wrappedBuffer(new byte[1_000])));
    }
    assertClosed(channel, 1009);
  }

  @Test
  void noiseNeverDoesMoreThanEndTheConnection() {
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      EmbeddedChannel channel = channel(CONTEXT);
      channel.writeInbound(text(noise));
      channel.checkException();
      channel.finishAndReleaseAll();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 6, 7})
  void otherReservedBitsAreAProtocolError(int rsv) {
    EmbeddedChannel channel = channel(CONTEXT);
    channel.writeInbound(new TextWebSocketFrame(true, rsv, ASK));
    assertClosed(channel, 1002);
  }

  @Test
  void compressedMessageThatWasNotAgreedIsAProtocolError() {
    EmbeddedChannel channel = channel(null);
    channel.writeInbound(text(deflate(ASK)));
    assertClosed(channel, 1002);
  }

  @Test
  void compressedControlFrameIsAProtocolError() {
    EmbeddedChannel channel = channel(CONTEXT);
    channel.writeInbound(new PingWebSocketFrame(true, RSV1, Unpooled.EMPTY_BUFFER));
    assertClosed(channel, 1002);
  }

  @Test
  void bitOnAContinuationIsAProtocolError() {
    EmbeddedChannel channel = channel(CONTEXT);
    byte[] all = deflate(ASK);
    channel.writeInbound(
        new TextWebSocketFrame(false, RSV1, Unpooled.copiedBuffer(all, 0, 5)),
        new ContinuationWebSocketFrame(true, RSV1, Unpooled.copiedBuffer(all, 5, all.length - 5)));
    assertClosed(channel, 1002);
  }

  @Test
  void whatComesAfterTheEndIsDropped() {
    ChannelOutboundHandlerAdapter closing =
        new ChannelOutboundHandlerAdapter() {
          @Override
          public void close(ChannelHandlerContext context, ChannelPromise promise) {
            // takes its time
          }
        };
    EmbeddedChannel channel =
        new EmbeddedChannel(
            closing,
            new FrameInflater(null, () -> inflater, stats, LIMIT),
            new FrameGuard(code -> {}, LIMIT));
    channel.writeInbound(text(deflate(ASK)));
    TextWebSocketFrame late = new TextWebSocketFrame(ASK);
    channel.writeInbound(late);
    assertEquals(0, late.refCnt());
    assertNull(channel.readInbound());
    assertEquals(1, stats.inflateRefused.sum());
    channel.finishAndReleaseAll();
  }

  @Test
  void httpPasses() {
    EmbeddedChannel channel = channel(null);
    channel.writeInbound("GET");
    assertEquals("GET", channel.readInbound());
  }

  private EmbeddedChannel channel(DeflateTerms terms) {
    return new EmbeddedChannel(
        new FrameInflater(terms, () -> inflater, stats, LIMIT), new FrameGuard(code -> {}, LIMIT));
  }

  private static TextWebSocketFrame text(byte[] deflated) {
    ByteBuf content = Unpooled.wrappedBuffer(deflated);
    return new TextWebSocketFrame(true, RSV1, content);
  }

  private byte[] deflate(String message) {
    deflater.setInput(message.getBytes(UTF_8));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] chunk = new byte[4_096];
    int count;
    do {
      count = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
      bytes.write(chunk, 0, count);
    } while (count == chunk.length);
    byte[] all = bytes.toByteArray();
    return Arrays.copyOf(all, all.length - 4);
  }

  private static void assertNext(EmbeddedChannel channel, String expected) {
    TextWebSocketFrame frame = requireNonNull(channel.readInbound(), "nothing came");
    assertEquals(0, frame.rsv());
    assertEquals(expected, frame.text());
    frame.release();
  }

  private static void assertClosed(EmbeddedChannel channel, int code) {
    assertNull(channel.readInbound());
    CloseWebSocketFrame close = assertInstanceOf(CloseWebSocketFrame.class, channel.readOutbound());
    assertEquals(code, close.statusCode());
    close.release();
    channel.advanceTimeBy(2, TimeUnit.SECONDS); // the peer had its time to hang up
    channel.runScheduledPendingTasks();
    assertFalse(channel.isActive());
  }
}
