package io.tickgate.adapter.publish;

/** Makes the feeds of published venues. The writer's thread. */
public interface VenueFeeds {
  /** Whether a feed of the gateway's own brings that venue, so that publishers may not write it. */
  boolean reserved(String venue);

  /** A new feed of that venue, which has none yet. */
  PublishedFeed open(String venue);
}
