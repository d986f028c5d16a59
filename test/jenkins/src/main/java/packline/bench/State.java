package packline.bench;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that a controller keeps of a running build, and so all that a restart leaves of it. */
final class State implements Serializable {
  final List<Flow> flows = new ArrayList<>();
  final Map<String, String> environment = new LinkedHashMap<>();
  final Map<String, Object> parameters = new LinkedHashMap<>();
  final Set<String> busyMachines = new LinkedHashSet<>();
  String result;
  String description;
  /** How the Jenkinsfile's own flow ended; null while it runs. */
  Throwable failure;
  int steps;
  /** By the step `library`, where the Jenkinsfile loads it so. */
  boolean isLibraryLoaded;
  final Set<String> issueIds = new LinkedHashSet<>();
}
