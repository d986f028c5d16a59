package packline.bench;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a step runs: machine, workspace, current folder and variables. Blocks hand a changed copy to their bodies. */
final class Context implements Serializable {
  /** Null outside `node`. */
  final String machine;
  final String workspace;
  final String folder;
  final LinkedHashMap<String, String> environment;

  Context(String machine, String workspace, String folder, Map<String, String> environment) {
    this.machine = machine;
    this.workspace = workspace;
    this.folder = folder;
    this.environment = new LinkedHashMap<>(environment);
  }

  Context on(Machine where, String place, Map<String, String> more) {
    return new Context(where.name(), place, place, merge(more));
  }

  Context in(String path) {
    return new Context(machine, workspace, path, environment);
  }

  Context with(Map<String, String> more) {
    return new Context(machine, workspace, folder, merge(more));
  }

  private Map<String, String> merge(Map<String, String> more) {
    Map<String, String> merged = new LinkedHashMap<>(environment);
    merged.putAll(more);
    return merged;
  }
}
