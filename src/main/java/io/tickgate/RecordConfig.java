package io.tickgate;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.tickgate.record.RecorderSettings;
import java.nio.file.Path;
import java.time.Duration;

/** Where and how feeds with {@code record=true} are recorded. */
@ConfigMapping(prefix = "tickgate.record")
public interface RecordConfig {
  /** Folder of the recordings; made when it isn't there. */
  @WithDefault("recordings")
  Path folder();

  /** A new file when one has so many compressed bytes: what is handy to copy and to replay. */
  @WithDefault("256M")
  MemorySize rotateSize();

  /** A new file when one is that old. */
  @WithDefault("1h")
  Duration rotateEvery();

  /**
   * What may wait for the disk before messages are dropped, and marked as such: seconds of a busy
   * venue.
   */
  @WithDefault("16M")
  MemorySize buffer();

  /** The same, checked. */
  default RecorderSettings settings() {
    return new RecorderSettings(
        folder(),
        rotateSize().asLongValue(),
        rotateEvery(),
        Math.toIntExact(buffer().asLongValue()));
  }
}
