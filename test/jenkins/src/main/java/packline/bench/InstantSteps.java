package packline.bench;

import hudson.AbortException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException.Cause;
import packline.bench.InstantStep.Action;

/** The steps that end at once. */
final class InstantSteps {
  private static final String DEFAULT_EXCLUDES = ".*~|#.*#|\\.#.*|%.*%|\\._.*|\\.DS_Store|\\.git(ignore|attributes|modules)|\\.cvsignore";
  static final Map<String, Action> TABLE = new LinkedHashMap<>();

  private InstantSteps() {}

  static {
    TABLE.put("echo", (build, step) -> {
      build.log.line(step.call.text("message"));
      return null;
    });
    TABLE.put("error", (build, step) -> {
      throw new AbortException(step.call.text("message"));
    });
    TABLE.put("unstable", (build, step) -> {
      build.log.line("WARNING: " + step.call.text("message"));
      build.worsen("UNSTABLE");
      return null;
    });
    TABLE.put("isUnix", (build, step) -> step.machine(build).unix());
    TABLE.put("pwd", (build, step) -> {
      step.machine(build);
      return step.call.flag("tmp") ? step.context.folder + "@tmp" : step.context.folder;
    });
    TABLE.put("fileExists", (build, step) -> Files.exists(file(build, step)));
    TABLE.put("readFile", (build, step) -> {
      Path file = file(build, step);
      if (!Files.exists(file)) throw new java.nio.file.NoSuchFileException(file.toString());
      return Files.readString(file);
    });
    TABLE.put("writeFile", (build, step) -> {
      Path file = file(build, step);
      Files.createDirectories(file.getParent());
      Files.writeString(file, String.valueOf(step.call.get("text", "")));
      return null;
    });
    TABLE.put("deleteDir", (build, step) -> {
      step.machine(build);
      Tree.delete(Path.of(step.context.folder));
      return null;
    });
    TABLE.put("checkout", (build, step) -> {
      step.machine(build);
      Tree.copy(build.bench.repository(), Path.of(step.context.folder));
      return new LinkedHashMap<>(Map.of("GIT_COMMIT", "0000000000000000000000000000000000000000"));
    });
    TABLE.put("archiveArtifacts", (build, step) -> {
      step.machine(build);
      int count = copyMatching(Path.of(step.context.folder), step.call.text("artifacts"), build.bench.archive(), true);
      build.log.line("Archiving artifacts");
      if (count == 0 && !step.call.flag("allowEmptyArchive")) throw new AbortException("No artifacts found that match the file pattern \"" + step.call.text("artifacts") + "\"");
      return null;
    });
    TABLE.put("stash", (build, step) -> {
      step.machine(build);
      Path stash = build.bench.stash(step.call.text("name"));
      Tree.delete(stash);
      // StashManager: an empty stash is refused.
      if (copyMatching(Path.of(step.context.folder), step.call.text("includes"), stash, !Boolean.FALSE.equals(step.call.named.get("useDefaultExcludes"))) == 0) throw new AbortException("No files included in stash ‘" + step.call.text("name") + "’");
      return null;
    });
    TABLE.put("unstash", (build, step) -> {
      step.machine(build);
      Path stash = build.bench.stash(step.call.text("name"));
      if (!Files.exists(stash)) throw new AbortException("No such saved stash ‘" + step.call.text("name") + "’");
      Tree.copy(stash, Files.createDirectories(Path.of(step.context.folder)));
      return null;
    });
    TABLE.put("recordIssues", (build, step) -> {
      step.machine(build);
      Map<?, ?> tool = (Map<?, ?>) step.call.named.get("tool");
      // JsonParser of analysis-model: an object whose `issues` is a list; a second result of one id is refused by the build.
      Map<?, ?> report = (Map<?, ?>) new groovy.json.JsonSlurper().parseText(Files.readString(Path.of(step.context.folder).resolve(String.valueOf(tool.get("pattern")))));
      if (!build.state().issueIds.add(String.valueOf(tool.get("id")))) throw new IllegalStateException("ID " + tool.get("id") + " is already used");
      for (Object issue : (List<?>) report.get("issues")) build.log.line("[" + tool.get("id") + "] " + new java.util.TreeMap<>((Map<?, ?>) issue));
      build.log.line("[" + tool.get("id") + "] -> found " + ((List<?>) report.get("issues")).size() + " issues");
      return null;
    });
    TABLE.put("library", (build, step) -> {
      build.state().isLibraryLoaded = true;
      build.log.line("Loading library " + step.call.text("identifier"));
      return null;
    });
    TABLE.put("libraryResource", (build, step) -> build.bench.resource(step.call.text("resource")));
    TABLE.put("nodesByLabel", (build, step) -> new ArrayList<>(build.bench.machines().stream()
      .filter(machine -> machine.matches(step.call.text("label")) && (step.call.flag("offline") || !build.bench.isLost(machine.name())))
      // Node.getNodeName() of the controller's own node is empty (NodesByLabelStep), while its NODE_NAME is not.
      .map(machine -> machine.name().equals("built-in") ? "" : machine.name()).toList()));
    TABLE.put("input", (build, step) -> {
      build.log.line(step.call.text("message"));
      String person = build.bench.approver();
      if (person == null) throw new FlowInterruptedException("ABORTED", Cause.USER, "Rejected by admin");
      build.log.line("Approved by " + person);
      return step.call.named.containsKey("submitterParameter") ? person : null;
    });
    // Within Declarative's `agent`.
    TABLE.put("label", (build, step) -> step.call.text("label"));
    // Conditions of `retry`; Jenkins makes a description of such a symbol, too.
    for (String symbol : List.of("agent", "nonresumable", "kubernetesAgent", "issues")) TABLE.put(symbol, (build, step) -> {
      Map<String, Object> description = new LinkedHashMap<>(step.call.named);
      description.put("symbol", symbol);
      return description;
    });
    // Settings of the job, of which nothing is seen while it runs.
    for (String name : List.of("properties", "disableConcurrentBuilds", "buildDiscarder", "logRotator", "parameters", "string")) TABLE.put(name, (build, step) -> null);
  }

  private static Path file(Build build, Step step) throws AbortException {
    step.machine(build);
    return Path.of(step.context.folder).resolve(step.call.text("file"));
  }

  /**
   * Copies what matches one of the patterns, and tells how much that was. As Ant reads them: a comma or a space is between two
   * (PatternSet.setIncludes), and some names are left out by default (DirectoryScanner.DEFAULTEXCLUDES, of which these are those of
   * single files).
   */
  private static int copyMatching(Path folder, String patterns, Path to, boolean withDefaultExcludes) throws IOException {
    int count = 0;
    for (String pattern : patterns.trim().split("[, ]+")) {
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path relative = folder.relativize(file);
          if (!matcher.matches(relative) || withDefaultExcludes && relative.getFileName().toString().matches(DEFAULT_EXCLUDES)) continue;
          Path target = to.resolve(relative.toString());
          Files.createDirectories(target.getParent());
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
          count++;
        }
      }
    }
    return count;
  }
}
