package packline.bench;

/** What is left of a build that has ended; leftovers are processes that it started and that nobody ended. */
record BuildResult(String result, String description, String log, int restarts, Throwable failure, int leftovers) {}
