package io.tickgate.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tickgate.market.Channel;
import io.tickgate.wire.DeflateTerms;
import io.tickgate.wire.Encoding;
import io.tickgate.wire.ExtensionOffer;
import io.tickgate.wire.Fragment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of data messages on their way to clients with and without compression. */
class CompressionTest {
  private static final int RSV1 = 0x40;

  private final SessionStats stats = new SessionStats();
  private final CompressionSettings settings = settings(CompressionSettings.Mode.SHARED, 1 << 20);
  private final List<Runnable> later = new ArrayList<>();
  private final SharedFrames shared = new SharedFrames(later::add, settings, stats);
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final WebSocketTransport transport =
      new WebSocketTransport(channel, null, false, Compression.OFF, "nowhere");
  private final Compression deflating =
      new Compression.Shared(new DeflateTerms(false, true, 0, 0), stats);
  private final List<ByteBuf> held = new ArrayList<>();

  @AfterEach
  void everythingIsReleased() {
    later.forEach(Runnable::run);
    List<ByteBuf> roots = held.stream().map(CompressionTest::root).toList();
    held.forEach(ByteBuf::release);
    roots.forEach(root -> assertEquals(0, root.refCnt()));
  }

  @Test
  void sameMessageIsDeflatedOnceAndItsBytesAreShared() {
    List<Fragment> fragments = quotes(20, 1);
    ByteBuf first = frame(deflating, message(fragments, 7));
    for (int i = 0; i < 99; i++) {
      ByteBuf other = frame(deflating, message(fragments, 7));
      assertNotSame(first, other, "each has its own reader index");
      assertEquals(first.memoryAddress(), other.memoryAddress());
    }
    assertEquals(1, stats.deflations.sum());
    assertEquals(100, stats.deflatedFrames.sum());
    assertEquals(100L * message(fragments, 7).length(), stats.deflateBefore.sum());
    assertEquals(100L * first.readableBytes(), stats.deflateAfter.sum());
    assertEquals(1, later.size(), "asked once to be cleared");
  }

  @Test
  void plainFrameIsSharedByTheSameKey() {
    List<Fragment> fragments = quotes(3, 1);
    ByteBuf plain = frame(Compression.OFF, message(fragments, 7));
    ByteBuf other = frame(Compression.OFF, message(fragments, 7));
    ByteBuf deflated = frame(deflating, message(fragments, 7));
    assertEquals(plain.memoryAddress(), other.memoryAddress());
    assertEquals(text(message(fragments, 7)), payload(plain));
    assertEquals(text(message(fragments, 7)), inflated(deflated, 15));
  }

  @Test
  void otherContentIsAnotherFrame() {
    List<Fragment> fragments = quotes(5, 1);
    DataMessage snapshot = new DataMessage();
    snapshot.start(Encoding.JSON, true, Channel.QUOTE);
    fragments.forEach(fragment -> snapshot.add(fragment, 7));
    DataMessage otherChannel = new DataMessage();
    otherChannel.start(Encoding.JSON, false, Channel.TICKER);
    fragments.forEach(fragment -> otherChannel.add(fragment, 7));
    List<DataMessage> different =
        List.of(
            message(fragments, 7),
            message(fragments, 8),
            message(fragments.subList(0, 4), 7),
            message(reversed(fragments), 7),
            message(quotes(5, 1), 7),
            snapshot,
            otherChannel);
    for (int round = 0; round < 2; round++) {
      for (DataMessage each : different) {
        assertEquals(text(each), inflated(frame(deflating, each), 15));
      }
    }
    assertEquals(different.size(), stats.deflations.sum(), "each once in two rounds");
  }

  @Test
  void whenTheTurnIsOverNothingIsHeld() {
    List<Fragment> fragments = quotes(5, 1);
    ByteBuf first = frame(deflating, message(fragments, 7));
    ByteBuf bytes = root(first);
    assertEquals(2, bytes.refCnt());
    later.remove(0).run();
    assertEquals(1, bytes.refCnt());
    frame(deflating, message(fragments, 7));
    assertEquals(2, stats.deflations.sum());
    assertEquals(1, later.size());
  }

  @Test
  void tooManyDifferentMessagesAreEachClientsOwn() {
    for (int i = 0; i < 600; i++) {
      DataMessage message = message(quotes(5, i), i);
      assertEquals(text(message), inflated(frame(deflating, message), 15));
    }
    assertEquals(600 - 512, stats.unshared.sum());
  }

  @Test
  void noticeGoesPlain() {
    DataMessage notice = new DataMessage();
    notice.start("{\"type\":\"notice\"}".repeat(50).getBytes(UTF_8));
    ByteBuf frame = frame(deflating, notice);
    assertEquals(text(notice), payload(frame));
    assertEquals(1, frame.refCnt());
  }

  @Test
  void shortMessageGoesPlain() {
    DataMessage message = message(quotes(1, 1), 7);
    assertTrue(message.length() < 256, message.length() + " bytes");
    assertEquals(text(message), payload(frame(deflating, message)));
    assertEquals(0, stats.deflations.sum());
    assertEquals(1, stats.plainFrames.sum());
  }

  @Test
  void whatDoesNotShrinkGoesPlain() {
    byte[] noise = new byte[4_000];
    new Random(3).nextBytes(noise);
    DataMessage message = message(List.of(new Fragment(noise, 0)), -1);
    ByteBuf frame = frame(deflating, message);
    assertEquals(0, frame.getByte(0) & RSV1);
    assertEquals(message.length() + 4, frame.readableBytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14})
  void smallWindowIsNeverLeft(int bits) {
    Compression small = new Compression.Shared(new DeflateTerms(false, true, bits, 0), stats);
    int deflated = 0;
    for (int count = 1; count < 150; count += 1 + count / 9) {
      DataMessage message = message(quotes(count, count), 7);
      ByteBuf frame = frame(small, message);
      boolean compressed = (frame.getByte(0) & RSV1) != 0;
      assertTrue(!compressed || message.length() <= 1 << bits, message.length() + " bytes");
      assertEquals(text(message), compressed ? inflated(frame, bits) : payload(frame));
      deflated += compressed ? 1 : 0;
    }
    assertEquals(bits == 8, deflated == 0, deflated + " deflated; 256 bytes hold one quote only");
  }

  @Test
  void windowOfAConnectionRefersBackOverMessages() {
    Compression windowed = windowed(CompressionSettings.Mode.CONNECTION, 1 << 20);
    WindowInflater peer = new WindowInflater(15);
    int bytes = 0;
    int plain = 0;
    for (int i = 0; i < 1_000; i++) {
      DataMessage message = message(quotes(1 + i % 7, i), i);
      ByteBuf frame = frame(windowed, message);
      assertEquals(text(message), new String(peer.inflate(compressed(frame)), UTF_8), "at " + i);
      plain += message.length();
      bytes += frame.readableBytes();
    }
    assertTrue(peer.farthest() > 20_000, "refers back " + peer.farthest());
    assertTrue(bytes < plain / 3, bytes + " of " + plain);
    assertEquals(1, stats.windows.get());
    windowed.end();
    windowed.end();
    assertEquals(0, stats.windows.get());
    DataMessage late = message(quotes(5, 1), 1);
    assertEquals(text(late), payload(frame(windowed, late)), "nothing breaks behind the end");
  }

  @Test
  void windowsAreGivenOutWhileTheMemoryLasts() {
    StreamCompression compression =
        new StreamCompression(
            settings(CompressionSettings.Mode.CONNECTION, 2L * FrameDeflater.MEMORY + 1), stats);
    List<ExtensionOffer> offers = ExtensionOffer.parse(List.of("permessage-deflate"));
    Compression first = compression.agree(offers);
    compression.agree(offers);
    assertEquals("connection", first.mode());
    assertEquals("permessage-deflate", first.terms().answer());
    Compression third = compression.agree(offers);
    assertEquals("shared", third.mode());
    assertEquals("permessage-deflate; server_no_context_takeover", third.terms().answer());
    first.end();
    assertEquals("connection", compression.agree(offers).mode());
  }

  @Test
  void connectionThatWantsNoWindowTakesNoMemory() {
    StreamCompression compression =
        new StreamCompression(settings(CompressionSettings.Mode.CONNECTION, 1 << 20), stats);
    for (String offer : List.of("server_no_context_takeover", "server_max_window_bits=10")) {
      List<ExtensionOffer> offers = ExtensionOffer.parse(List.of("permessage-deflate; " + offer));
      assertEquals("shared", compression.agree(offers).mode());
    }
    assertEquals(0, stats.windows.get());
  }

  @Test
  void offAgreesToNothing() {
    StreamCompression compression =
        new StreamCompression(settings(CompressionSettings.Mode.OFF, 1 << 20), stats);
    List<ExtensionOffer> offers = ExtensionOffer.parse(List.of("permessage-deflate"));
    assertInstanceOf(Compression.Off.class, compression.agree(offers));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, -1})
  void levelThatDoesNotExistNamesItsKey(int level) {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new CompressionSettings(
                    CompressionSettings.Mode.SHARED,
                    OptionalInt.of(level),
                    OptionalInt.empty(),
                    0));
    assertTrue(error.getMessage().startsWith("tickgate.deliver.compression-level: " + level));
  }

  private Compression windowed(CompressionSettings.Mode mode, long memory) {
    return new StreamCompression(settings(mode, memory), stats)
        .agree(ExtensionOffer.parse(List.of("permessage-deflate")));
  }

  private static CompressionSettings settings(CompressionSettings.Mode mode, long memory) {
    return new CompressionSettings(mode, OptionalInt.empty(), OptionalInt.empty(), memory);
  }

  private ByteBuf frame(Compression compression, DataMessage message) {
    ByteBuf frame = compression.frame(message, shared, transport);
    held.add(frame);
    return frame;
  }

  private static ByteBuf root(ByteBuf buffer) {
    ByteBuf root = buffer;
    while (root.unwrap() != null) {
      root = root.unwrap();
    }
    return root;
  }

  private static List<Fragment> reversed(List<Fragment> fragments) {
    List<Fragment> reversed = new ArrayList<>(fragments);
    Collections.reverse(reversed);
    return reversed;
  }

  private static List<Fragment> quotes(int count, int seed) {
    Random random = new Random(seed);
    List<Fragment> fragments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String head = "{\"s\":\"test:S%d\",\"seq\":%d".formatted(i, random.nextInt(1 << 20));
      String rest =
          ",\"ts\":17636900%08d,\"bid\":\"%d.10\",\"bidSize\":\"%d.5\",\"ask\":\"%d.20\"}"
              .formatted(random.nextInt(1 << 26), i, random.nextInt(1 << 16), i);
      fragments.add(new Fragment((head + rest).getBytes(UTF_8), head.length()));
    }
    return fragments;
  }

  private static DataMessage message(List<Fragment> fragments, long prev) {
    DataMessage message = new DataMessage();
    message.start(Encoding.JSON, false, Channel.QUOTE);
    fragments.forEach(fragment -> message.add(fragment, prev));
    return message;
  }

  private String text(DataMessage message) {
    ByteBuf out = channel.alloc().buffer();
    message.write(out);
    String text = out.toString(UTF_8);
    out.release();
    assertEquals(text.length(), message.length());
    return text;
  }

  private static String payload(ByteBuf frame) {
    assertEquals(0, frame.getByte(0) & RSV1, "plain");
    return new String(content(frame), UTF_8);
  }

  private static String inflated(ByteBuf frame, int bits) {
    return new String(new WindowInflater(bits).inflate(compressed(frame)), UTF_8);
  }

  private static byte[] compressed(ByteBuf frame) {
    assertEquals(RSV1, frame.getByte(0) & RSV1, "compressed");
    return content(frame);
  }

  private static byte[] content(ByteBuf frame) {
    int length = frame.getByte(1);
    int header = 2;
    if (length == 126) {
      length = frame.getUnsignedShort(2);
      header = 4;
    }
    assertEquals(header + length, frame.readableBytes());
    return ByteBufUtil.getBytes(frame, header, length);
  }
}
