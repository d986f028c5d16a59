package packline.codenarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.tools.FileSystemCompiler;
import org.codenarc.analyzer.FilesystemSourceAnalyzer;
import org.codenarc.results.Results;
import org.codenarc.rule.AbstractRule;
import org.codenarc.rule.Violation;
import org.codenarc.ruleset.CompositeRuleSet;
import org.codenarc.ruleset.XmlFileRuleSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library's Groovy under CodeNarc's rules, those for Jenkins above all. */
class CodeNarcTest {
  private static final Path LIBRARY = Path.of("../../..").toAbsolutePath().normalize();
  private static final List<String> RULE_SETS = List.of("jenkins", "basic", "imports", "unused", "groovyism", "security");

  @TempDir Path folder;

  /** The vars import the classes of src; a file with an import that cannot be resolved would not be looked at. */
  @BeforeAll
  static void compileLibrary() throws Exception {
    CompilerConfiguration configuration = new CompilerConfiguration();
    configuration.setTargetDirectory(Path.of("target/test-classes").toFile());
    try (Stream<Path> files = Files.walk(LIBRARY.resolve("src"))) {
      String[] sources = files.map(Path::toString).filter(name -> name.endsWith(".groovy")).toArray(String[]::new);
      FileSystemCompiler.doCompilation(configuration, null, sources);
    }
  }

  @Test
  void theLibraryHasNoViolations() throws Exception {
    for (String part : List.of("vars", "src")) assertEquals(List.of(), violations(LIBRARY.resolve(part), countGroovy(LIBRARY.resolve(part))));
  }

  @Test
  void theJenkinsfilesHaveNoViolations() throws Exception {
    List<Path> files = new ArrayList<>(List.of(LIBRARY.resolve("Jenkinsfile")));
    try (Stream<Path> examples = Files.list(LIBRARY.resolve("resources/examples"))) {
      examples.forEach(files::add);
    }
    int count = 0;
    for (Path file : files) {
      Files.writeString(folder.resolve("Jenkinsfile" + count++ + ".groovy"), Files.readString(file).replaceFirst("(?m)^@Library\\([^)]*\\) _$", ""));
    }
    assertEquals(List.of(), violations(folder, count));
  }

  @Test
  void theJenkinsRulesAreAppliedToLibraryFiles() throws Exception {
    Files.writeString(folder.resolve("bad.groovy"), """
      import com.cloudbees.groovy.cps.NonCPS

      class Report {
        String name
      }

      def helper() { 1 }

      @NonCPS
      def count() { helper() }

      def call(List names) {
        echo "lazily ${-> names.size()}"
        return names.toSorted { a, b -> a <=> b }
      }
      """);
    List<String> found = violations(folder, 1);
    for (String rule : List.of("ClassNotSerializable", "CpsCallFromNonCpsMethod", "ClosureInGString", "ForbiddenCallInCpsMethod")) {
      assertTrue(found.stream().anyMatch(violation -> violation.startsWith(rule + " ")), rule + " in " + found);
    }
  }

  @Test
  void aFileThatCannotBeResolvedIsAFailureAndNotSkipped() throws IOException {
    Files.writeString(folder.resolve("unresolved.groovy"), "import no.such.Thing\nThing make() { new Thing() }\n");
    AssertionError failure = assertThrows(AssertionError.class, () -> violations(folder, 1));
    assertTrue(failure.getMessage().contains("no.such.Thing"), failure.getMessage());
  }

  private static List<String> violations(Path sources, int expectedFiles) throws Exception {
    CompositeRuleSet rules = new CompositeRuleSet();
    for (String name : RULE_SETS) rules.addRuleSet(new XmlFileRuleSet("rulesets/" + name + ".xml"));
    for (Object rule : rules.getRules()) {
      // The rules for Jenkins look by themselves at files named Jenkinsfile only.
      if (rule.getClass().getName().contains(".jenkins.")) ((AbstractRule) rule).setApplyToFileNames("*");
    }
    FilesystemSourceAnalyzer analyzer = new FilesystemSourceAnalyzer();
    analyzer.setBaseDirectory(sources.toString());
    analyzer.setIncludes("**/*.groovy");
    analyzer.setFailOnError(true);
    List<String> warnings = new ArrayList<>();
    Results results = collectingWarnings(warnings, () -> analyzer.analyze(rules));
    assertEquals(List.of(), warnings);
    assertEquals(expectedFiles, results.getTotalNumberOfFiles(true), "files looked at");
    List<String> found = new ArrayList<>();
    for (Object each : results.getViolations()) {
      Violation violation = (Violation) each;
      found.add(violation.getRule().getName() + " " + violation.getLineNumber() + ": " + violation.getSourceLine());
    }
    return found;
  }

  private static <T> T collectingWarnings(List<String> warnings, Supplier<T> work) {
    Logger logger = Logger.getLogger("org.codenarc");
    Handler handler = new Handler() {
      @Override
      public void publish(LogRecord log) {
        if (log.getLevel().intValue() >= Level.WARNING.intValue()) warnings.add(log.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      return work.get();
    } finally {
      logger.removeHandler(handler);
    }
  }

  private static int countGroovy(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return (int) files.filter(file -> file.toString().endsWith(".groovy")).count();
    }
  }
}
