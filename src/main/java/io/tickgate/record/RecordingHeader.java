package io.tickgate.record;

import io.tickgate.adapter.replay.RecordingFormat;
import java.io.IOException;

/**
 * The first line of a recording.
 *
 * @param started microseconds since the epoch
 * @param session of which recorded connection the file is a part
 * @param part counted from 0
 */
record RecordingHeader(String venue, String feed, long started, String session, int part) {
  void write(LineOutput lines) throws IOException {
    lines.ascii("{\"format\":\"" + RecordingFormat.FORMAT + "\"");
    lines.ascii(",\"version\":" + RecordingFormat.VERSION);
    lines.ascii(",\"venue\":").string(venue);
    lines.ascii(",\"feed\":").string(feed);
    lines.ascii(",\"started\":" + started);
    lines.ascii(",\"session\":").string(session);
    lines.ascii(",\"part\":" + part + "}\n");
  }
}
