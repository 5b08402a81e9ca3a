package io.tickgate;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.tickgate.record.Fsync;
import io.tickgate.record.RecorderSettings;
import io.tickgate.record.RecorderSettings.Rotation;
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

  /**
   * When files are forced to the disk: {@code never}, when one is complete ({@code rotate}), or
   * once a second too ({@code interval}). Without, what was written in the last seconds goes when
   * the machine does, not when the gateway does.
   */
  @WithDefault("never")
  Fsync fsync();

  /**
   * Most bytes of all recordings in the folder. When there are more the oldest are deleted, of
   * those that are named as recordings are and aren't being written. 0 for no limit.
   */
  @WithDefault("16G")
  MemorySize diskBudget();

  /** The same, checked. */
  default RecorderSettings settings() {
    return new RecorderSettings(
        folder(),
        new Rotation(rotateSize().asLongValue(), rotateEvery()),
        buffer().asLongValue(),
        fsync(),
        diskBudget().asLongValue());
  }
}
