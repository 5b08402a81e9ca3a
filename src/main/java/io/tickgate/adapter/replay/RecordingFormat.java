package io.tickgate.adapter.replay;

import java.nio.file.Path;

/**
 * Tickgate's own recording format, version 1: everything a connection received and sent, to the
 * byte.
 *
 * <p>A gzip file named {@code *.tickgate.ndjson.gz}, though readers go by its content. It holds one
 * JSON object a line. The first is the header:
 *
 * <pre>
 *   {"format":"tickgate-recording","version":1,"venue":"coinbase","feed":"cb",
 *    "started":1763690000000000,"session":"cb-20251121T015320.000000Z","part":0}
 * </pre>
 *
 * <p>All times are microseconds since the Unix epoch. {@code session} is the same in all files of
 * one recorded connection, {@code part} counts them: a recorder that rotates its file goes on in
 * the next one in the middle of the connection, so a reader must not start anew there. Both may be
 * absent: the file stands alone then. Each further line is one event:
 *
 * <pre>
 *   {"rx":…,"open":"wss://…"}              a connection to that address stands
 *   {"rx":…,"in":"…"}                      a message came in
 *   {"rx":…,"out":"…"}                     a message was sent
 *   {"rx":…,"rest":"https://…","body":"…"} a REST answer came in
 *   {"rx":…,"close":true}                  the connection is gone
 *   {"rx":…,"dropped":7}                   the recorder fell behind here and lost that many events
 * </pre>
 *
 * <p>The text of a message is a JSON string with quotes, backslashes and control characters
 * escaped, so undoing the escapes gives the very bytes of the message. Bytes that aren't UTF-8 are
 * written in Base64 instead, as {@code in64}, {@code out64} or {@code body64}. Readers accept white
 * space and any order of members, ignore members they don't know, and refuse a higher version.
 *
 * <p>The gzip file is of many members, of some seconds each; a line is never in two of them. So who
 * knows where a member begins can start to read there.
 *
 * <p>A file may end anywhere: the recorder brings what it has to the file once a second by a sync
 * flush of the deflater, so a process that is killed loses about a second, and a reader plays all
 * lines that are complete.
 */
public final class RecordingFormat {
  public static final String FORMAT = "tickgate-recording";
  public static final int VERSION = 1;

  /**
   * The venue of recordings whose messages are ticks as publishers write them (section 8 of the
   * protocol), of whatever venues: made of files of ticks, whose rows are nobody's messages.
   */
  public static final String TICKS = "tickgate";

  /** How the names of recordings end. */
  public static final String SUFFIX = ".tickgate.ndjson.gz";

  private RecordingFormat() {}

  /** The index beside a recording, which readers make and may make again. */
  public static Path index(Path recording) {
    return recording.resolveSibling(recording.getFileName() + ".idx");
  }
}
