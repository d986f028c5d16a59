package packline.bench;

import groovy.lang.GroovyClassLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.Phases;
import org.codehaus.groovy.control.customizers.ImportCustomizer;
import org.codehaus.groovy.tools.GroovyClass;

/** A library, or one Jenkinsfile over it, compiled as Jenkins compiles them, and kept as bytes, from which restarts define the classes. */
final class CompiledScripts {
  static final String MAIN = "WorkflowScript";

  private static final Map<Path, CompiledScripts> LIBRARIES = new ConcurrentHashMap<>();

  private final CompiledScripts base;
  private final Map<String, byte[]> classes = new HashMap<>();
  private final Set<String> vars = new HashSet<>();
  private final ClassLoader[] kept = new ClassLoader[2];
  private boolean hasStaticState;
  private boolean isLoadedByAStep;

  static CompiledScripts compile(Path library, String jenkinsfile, boolean watchesJenkinsfile) throws IOException {
    CompiledScripts scripts = new CompiledScripts(LIBRARIES.computeIfAbsent(library, CompiledScripts::compileLibrary));
    // Jenkins resolves @Library before it compiles; here the library is the one under test. What the step `library` loads comes later:
    // its vars are there from then on, and its classes never have a name in the Jenkinsfile.
    scripts.isLoadedByAStep = Pattern.compile("^ *library[ (]", Pattern.MULTILINE).matcher(jenkinsfile).find();
    scripts.compile(Map.of(MAIN + ".groovy", jenkinsfile.replaceFirst("(?m)^@Library\\([^)]*\\) _$", "")), watchesJenkinsfile);
    return scripts;
  }

  private CompiledScripts(CompiledScripts base) {
    this.base = base;
  }

  private static CompiledScripts compileLibrary(Path library) {
    CompiledScripts scripts = new CompiledScripts(null);
    Map<String, String> sources = new HashMap<>();
    try {
      for (Path file : groovyFiles(library.resolve("src"))) sources.put(file.getFileName().toString(), Files.readString(file));
      scripts.compile(sources, true);
      // One by one, as Jenkins loads them: within one unit the name of a var would be that of its class.
      for (Path file : groovyFiles(library.resolve("vars"))) {
        String name = file.getFileName().toString();
        scripts.vars.add(name.replaceFirst("\\.groovy$", ""));
        scripts.compile(Map.of(name, Files.readString(file)), true);
      }
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
    return scripts;
  }

  private void compile(Map<String, String> sources, boolean watched) throws IOException {
    CompilerConfiguration configuration = new CompilerConfiguration();
    configuration.setScriptBaseClass(BenchScript.class.getName());
    configuration.addCompilationCustomizers(new ImportCustomizer().addStarImports("com.cloudbees.groovy.cps"), new SandboxTransformation(watched));
    ClassLoader parent = isLoadedByAStep ? CompiledScripts.class.getClassLoader() : newLoader();
    try (GroovyClassLoader loader = new GroovyClassLoader(parent, configuration)) {
      CompilationUnit unit = new CompilationUnit(configuration, null, loader);
      sources.forEach(unit::addSource);
      unit.compile(Phases.CLASS_GENERATION);
      for (Object each : unit.getClasses()) {
        GroovyClass groovyClass = (GroovyClass) each;
        classes.put(groovyClass.getName(), groovyClass.getBytes());
      }
    }
    ClassLoader loader = newLoader();
    for (String name : classes.keySet()) hasStaticState |= declaresStaticState(name, loader);
  }

  /** Fields of the compiler's own have names that begin with a dollar sign or two underscores. */
  private static boolean declaresStaticState(String name, ClassLoader loader) {
    try {
      return Stream.of(Class.forName(name, false, loader).getDeclaredFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()) && !field.getName().startsWith("$") && !field.getName().startsWith("__"))
        .anyMatch(field -> !Modifier.isFinal(field.getModifiers()) || !(field.getType().isPrimitive() || field.getType() == String.class));
    } catch (ClassNotFoundException thrown) {
      throw new IllegalStateException(thrown);
    }
  }

  boolean isLoadedByAStep() {
    return isLoadedByAStep;
  }

  boolean isVar(String name) {
    return vars.contains(name) || base != null && base.isVar(name);
  }

  /**
   * The classes as the controller has them after so many restarts: defined anew each time where they hold static state, which a
   * restart loses. Without it two definitions that take turns are as good, and it saves most of the bench's time.
   */
  synchronized ClassLoader loader(int restarts) {
    if (isDefinedAnew()) return newLoader();
    int turn = restarts % 2;
    if (kept[turn] == null) kept[turn] = new Loader(base == null ? CompiledScripts.class.getClassLoader() : base.loader(restarts));
    return kept[turn];
  }

  private boolean isDefinedAnew() {
    return hasStaticState || base != null && base.isDefinedAnew();
  }

  private ClassLoader newLoader() {
    return new Loader(base == null ? CompiledScripts.class.getClassLoader() : base.newLoader());
  }

  /** What has one for its class loader is the scripts' own: a var, a class of the library, or the Jenkinsfile. */
  final class Loader extends ClassLoader {
    private Loader(ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = classes.get(name);
      if (bytes == null) throw new ClassNotFoundException(name);
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  private static List<Path> groovyFiles(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) return List.of();
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".groovy")).sorted().toList();
    }
  }
}
