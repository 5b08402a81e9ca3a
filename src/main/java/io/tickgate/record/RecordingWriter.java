package io.tickgate.record;

import io.tickgate.record.Event.Kind;
import io.tickgate.record.RecordingFiles.Part;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes events to files, one after the other. Owned by the writer's thread.
 *
 * <p>A file is begun with the first event for it. When it can't be written (the disk is full), it
 * is left as it is and a new one is tried after a while; the events meanwhile are counted, and
 * marked in the new one.
 */
final class RecordingWriter {
  private static final Logger LOG = Logger.getLogger(RecordingWriter.class);

  /**
   * How often what was written is brought to the file by a sync flush: a process that is killed
   * loses no more than that. Each flush ends a block of the deflater early, so oftener would cost
   * size.
   */
  static final Duration FLUSH_EVERY = Duration.ofSeconds(1);

  /** A full disk isn't cleared sooner, and each try may leave a file with nothing in it. */
  static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  /**
   * How long a member is: a seek reads half of one for nothing. Each begins with an empty window of
   * 32 kB, next to nothing where ten seconds hold a megabyte, and some 30 bytes where they don't.
   */
  static final Duration MEMBER_EVERY = Duration.ofSeconds(10);

  /** How often all sizes are summed up: a feed writes some MB in that time. */
  static final Duration BUDGET_EVERY = Duration.ofSeconds(10);

  private final RecorderSettings settings;
  private final DiskBudget budget;
  private final RecordingFiles files;
  private final InstantSource clock;
  private final RecorderCounters counters;

  /** The events lost since no file could be written. */
  private final Event unwritten = new Event();

  /** The events given to the file since the last flush: lost with it if the next one fails. */
  private final Event unflushed = new Event();

  private long unflushedEvents; // without those that were lost before
  private @Nullable Part part;
  private boolean dirty;
  private Instant flushAt = Instant.MIN;
  private Instant retryAt = Instant.MIN;
  private Instant memberEnds = Instant.MIN;
  private Instant budgetAt = Instant.MIN;

  RecordingWriter(Recordings of, RecordingFiles files, RecorderCounters counters) {
    this.settings = of.settings();
    this.budget = of.budget();
    this.files = files;
    this.clock = of.clock();
    this.counters = counters;
    this.unwritten.kind = Kind.DROPPED;
    this.unflushed.kind = Kind.DROPPED;
  }

  /** Writes an event to the file that is due for it. */
  void write(Event event) {
    try {
      Part to = part();
      if (to == null) {
        lose(event);
        return;
      }
      dirty = true;
      to.lines().event(event);
      add(unflushed, event);
      if (event.kind != Kind.DROPPED) {
        counters.recorded.increment();
        unflushedEvents++;
      }
    } catch (IOException e) {
      lose(event);
      fail(e);
    }
  }

  /**
   * Flushes what is due, and ends a file that is old enough. To be called several times a second.
   */
  void tick() {
    Part open = part;
    if (open == null) {
      return;
    }
    try {
      Instant now = clock.instant();
      if (dirty && !now.isBefore(flushAt)) {
        flush(open, now);
      }
      if (!now.isBefore(budgetAt)) {
        keepBudget(now);
      }
      endIfDue(open, now);
    } catch (IOException e) {
      fail(e);
    }
  }

  private void flush(Part open, Instant now) throws IOException {
    if (now.isBefore(memberEnds)) {
      open.lines().flush();
    } else {
      open.endMember();
      memberEnds = now.plus(MEMBER_EVERY);
    }
    if (settings.fsync() == Fsync.INTERVAL) {
      open.channel().force(false);
    }
    dirty = false;
    flushed();
    flushAt = now.plus(FLUSH_EVERY);
  }

  private void flushed() {
    unflushedEvents = 0;
    unflushed.count = 0;
  }

  /** What can't be deleted is tried again; recording goes on meanwhile. */
  private void keepBudget(Instant now) {
    budgetAt = now.plus(BUDGET_EVERY);
    try {
      counters.deleted.add(budget.enforce());
    } catch (IOException | DirectoryIteratorException e) {
      counters.failures.increment();
      LOG.warnf("disk budget not kept folder=%s reason=%s", settings.folder(), e);
    }
  }

  /** Ends the file. */
  void close() {
    try {
      if (unwritten.count > 0) {
        // no event will follow that could carry the mark
        retryAt = Instant.MIN;
        part();
      }
      if (part != null) {
        end(part);
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  /** The file to write to; null while none can be written. */
  private @Nullable Part part() throws IOException {
    Instant now = clock.instant();
    if (part != null) {
      endIfDue(part, now);
    }
    if (part == null && !now.isBefore(retryAt)) {
      part = files.begin(now);
      counters.files.increment();
      dirty = true;
      flushAt = now.plus(FLUSH_EVERY);
      memberEnds = now.plus(MEMBER_EVERY);
      budget.begin(part.path());
      keepBudget(now);
      LOG.infof("recording file=%s", part.path());
      if (unwritten.count > 0) {
        part.lines().event(unwritten);
        add(unflushed, unwritten);
        unwritten.count = 0;
      }
    }
    return part;
  }

  private void endIfDue(Part open, Instant now) throws IOException {
    if (open.size() >= settings.rotation().bytes()
        || !now.isBefore(open.started().plus(settings.rotation().every()))) {
      end(open);
    }
  }

  private void end(Part open) throws IOException {
    part = null;
    budget.end(open.path());
    try (FileChannel channel = open.channel()) { // whatever fails before
      if (settings.fsync() != Fsync.NEVER) {
        open.endMember();
        channel.force(true);
      }
      open.lines().close();
    }
    flushed();
  }

  private void lose(Event event) {
    add(unwritten, event);
    counters.unwritten.add(event.kind == Kind.DROPPED ? 0 : 1);
  }

  private static void add(Event mark, Event event) {
    mark.rx = mark.count == 0 ? event.rx : mark.rx;
    mark.count += event.kind == Kind.DROPPED ? event.count : 1;
  }

  private void fail(IOException fault) {
    counters.failures.increment();
    retryAt = clock.instant().plus(RETRY_AFTER);
    LOG.warnf("recording failed file=%s reason=%s", part == null ? "" : part.path(), fault);
    if (unflushed.count > 0) { // some may be in the file: the mark tells the most that can lack
      add(unwritten, unflushed);
      counters.unwritten.add(unflushedEvents);
      unflushedEvents = 0;
      unflushed.count = 0;
    }
    if (part != null) {
      budget.end(part.path());
      try {
        part.channel().close();
      } catch (IOException e) {
        // the first failure was told
      }
      part = null;
    }
  }
}
