package io.tickgate.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the fields of one data element that the subscriber wants. Used by one thread. */
public final class Element {
  private static final SerializedString S = new SerializedString("s");
  private static final SerializedString SEQ = new SerializedString("seq");
  private static final SerializedString TS = new SerializedString("ts");
  private static final SerializedString RX = new SerializedString("rx");

  private final JsonGenerator json;
  private final long fields;
  private byte[] digits = new byte[128];

  private Element(JsonGenerator json, long fields) {
    this.json = json;
    this.fields = fields;
  }

  /** Something that writes fields. */
  @FunctionalInterface
  public interface Body {
    void write(Element element) throws IOException;
  }

  /**
   * Encodes an element.
   *
   * @param fields bits of the {@link Field}s that are wanted
   */
  public static Fragment encode(Encoding encoding, long fields, Head head, Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = encoding.generator(bytes)) {
      json.writeStartObject();
      json.writeFieldName(S);
      json.writeString(head.symbol);
      json.writeFieldName(SEQ);
      json.writeNumber(head.seq);
      json.flush();
      int split = bytes.size();
      json.writeFieldName(TS);
      json.writeNumber(head.ts);
      json.writeFieldName(RX);
      json.writeNumber(head.rx);
      body.write(new Element(json, fields));
      json.writeEndObject();
      json.flush();
      return new Fragment(bytes.toByteArray(), split);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e); // an array doesn't fail
    }
  }

  /** What every element has. */
  public record Head(String symbol, long seq, long ts, long rx) {}

  private boolean wants(Field field) {
    return (fields & field.bit()) != 0;
  }

  /** A decimal as a string of its digits; nothing when it is null or not wanted. */
  public void decimal(Field field, @Nullable Decimal value) throws IOException {
    if (value != null && wants(field)) {
      json.writeFieldName(field.serialized());
      decimal(value);
    }
  }

  /**
   * A decimal that may stand for itself since the element before: nothing when it is the same, and
   * null when it is there no more.
   *
   * @param before the value that the subscriber has; null for none
   */
  public void change(Field field, @Nullable Decimal value, @Nullable Decimal before)
      throws IOException {
    if (Objects.equals(value, before) || !wants(field)) {
      return;
    }
    json.writeFieldName(field.serialized());
    if (value == null) {
      json.writeNull();
    } else {
      decimal(value);
    }
  }

  private void decimal(Decimal value) throws IOException {
    int length = value.writeTo(digits, 0);
    json.writeRawUTF8String(digits, 0, length); // digits need no escape
  }

  /** A text; nothing when it is null or not wanted. */
  public void text(Field field, @Nullable String value) throws IOException {
    if (value != null && wants(field)) {
      json.writeFieldName(field.serialized());
      json.writeString(value);
    }
  }

  /** A whole number. */
  public void number(Field field, long value) throws IOException {
    if (wants(field)) {
      json.writeFieldName(field.serialized());
      json.writeNumber(value);
    }
  }

  /** True or false. */
  public void flag(Field field, boolean value) throws IOException {
    if (wants(field)) {
      json.writeFieldName(field.serialized());
      json.writeBoolean(value);
    }
  }

  /** A mark that stands only where it is true, whatever fields are wanted. */
  public void mark(String name, boolean value) throws IOException {
    if (value) {
      json.writeFieldName(name);
      json.writeBoolean(true);
    }
  }

  /** Price levels as pairs of price and size. */
  public void levels(Field field, Iterable<PriceLevel> levels) throws IOException {
    if (wants(field)) {
      json.writeFieldName(field.serialized());
      json.writeStartArray();
      for (PriceLevel level : levels) {
        json.writeStartArray();
        decimal(level.price());
        decimal(level.size());
        json.writeEndArray();
      }
      json.writeEndArray();
    }
  }
}
