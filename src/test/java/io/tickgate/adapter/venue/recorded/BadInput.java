package io.tickgate.adapter.venue.recorded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonPointer;
import io.tickgate.market.BookReset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One frame of a feed, spoiled in every way: it must be skipped and counted, without effect, and
 * the frame after it must work.
 *
 * @param before frames that bring the decoder to where the frame has an effect
 * @param frame the frame, with an effect or a counter as it is
 * @param after a frame that has an effect whatever happened before
 * @param required fields without which the frame must be skipped
 * @param sizes fields that can't be negative
 */
public record BadInput(
    DecoderFactory factory,
    List<String> before,
    String frame,
    String after,
    Set<String> required,
    Set<String> sizes) {
  private static final List<String> WRONG =
      List.of("true", "{}", "[]", "[[]]", "{\"a\":{}}", "1e999999", "9".repeat(1_000));

  /** Spoils the frame in all ways. */
  public void check() {
    cutAtEveryByte();
    followedByMore();
    withoutEachField();
    withWrongValues();
    withInvalidUtf8();
  }

  private void cutAtEveryByte() {
    byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < bytes.length; length++) {
      DecoderProbe probe = probe();
      probe.receive(Arrays.copyOf(bytes, length));
      assertEquals(1, probe.counters.broken.sum(), "cut at " + length + " of " + frame);
      assertEquals(List.of(), probe.take(), "cut at " + length + " of " + frame);
      assertNextWorks(probe, "cut at " + length);
    }
  }

  private void followedByMore() {
    for (String more : List.of("{}", "1", "]", "}", ",")) {
      DecoderProbe probe = probe();
      probe.receive(frame + more);
      assertEquals(1, probe.counters.broken.sum(), frame + more);
      assertEquals(List.of(), probe.take(), frame + more);
      assertNextWorks(probe, "followed by " + more);
    }
  }

  private void withoutEachField() {
    for (JsonPointer pointer : JsonFrames.pointers(frame)) {
      DecoderProbe probe = probe();
      probe.receive(JsonFrames.without(frame, pointer));
      if (required.contains(field(pointer))) {
        assertSkipped(probe, "without " + pointer);
      }
      assertNextWorks(probe, "without " + pointer);
    }
  }

  private void withWrongValues() {
    for (JsonPointer pointer : JsonFrames.pointers(frame)) {
      boolean isRequired = required.contains(field(pointer));
      wrong(pointer, "null", isRequired);
      wrong(pointer, "\"\"", isRequired);
      boolean isArray = JsonFrames.isArray(frame, pointer);
      for (String value : WRONG) {
        wrong(pointer, value, isRequired && !(isArray && value.equals("[]"))); // empty is no fault
      }
      wrong(pointer, "-5", sizes.contains(field(pointer)));
      wrong(pointer, "\"-5\"", sizes.contains(field(pointer)));
    }
  }

  private void wrong(JsonPointer pointer, String value, boolean skipped) {
    String name = pointer + " = " + value.substring(0, Math.min(20, value.length()));
    DecoderProbe probe = probe();
    probe.receive(JsonFrames.with(frame, pointer, value));
    if (skipped) {
      assertSkipped(probe, name);
    }
    assertNextWorks(probe, name);
  }

  private void withInvalidUtf8() {
    byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      // not 0xFF: Jackson pads short names with it and so takes one in front of a name for padding
      for (int bad : new int[] {0xFE, 0xC0, 0xED, 0x80}) {
        byte[] spoiled = bytes.clone();
        spoiled[i] = (byte) bad;
        DecoderProbe probe = probe();
        probe.receive(spoiled);
        assertSkipped(probe, "byte " + bad + " at " + i);
        assertNextWorks(probe, "byte " + bad + " at " + i);
      }
    }
  }

  private void assertSkipped(DecoderProbe probe, String how) {
    assertEquals(1, probe.skipped(), how + " in " + frame);
    assertEquals(List.of(), probe.take(), how + " in " + frame);
  }

  private void assertNextWorks(DecoderProbe probe, String how) {
    probe.take();
    probe.receive(after);
    assertTrue(
        probe.take().stream().anyMatch(tick -> !(tick instanceof BookReset)), how + " in " + frame);
  }

  private DecoderProbe probe() {
    DecoderProbe probe = new DecoderProbe(factory).receive(before.toArray(String[]::new));
    assertEquals(0, probe.skipped(), () -> "frames before " + frame);
    assertFalse(frame.isEmpty());
    probe.take();
    return probe;
  }

  /** The pointer with every index as a star: {@code /bids/0/1} is {@code /bids/*}{@code /*}. */
  private static String field(JsonPointer pointer) {
    return pointer.toString().replaceAll("/[0-9]+(?=/|$)", "/*");
  }
}
