package packline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.codehaus.groovy.runtime.MetaClassHelper;
import org.kohsuke.groovy.sandbox.GroovyInterceptor;

/**
 * Watches every call that a script makes, written as Jenkins's script approval writes them. One that the allow-list does not hold
 * ends the build. Calls of the library's own classes pass: what they do in turn is watched.
 */
final class Sandbox extends GroovyInterceptor {
  static final Path ALLOW_LIST = Path.of("sandbox-allow-list.txt");
  /** All that any build of this JVM has called; bench.test.ts compares it with the list. */
  static final Set<String> SEEN = new ConcurrentSkipListSet<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Sandbox::writeSeen));
  }

  private final Set<String> allowed;
  private final boolean recordsOnly;
  private final boolean watchesJenkinsfile;

  private Sandbox(Set<String> allowed, boolean recordsOnly, boolean watchesJenkinsfile) {
    this.allowed = allowed;
    this.recordsOnly = recordsOnly;
    this.watchesJenkinsfile = watchesJenkinsfile;
  }

  /** For a Jenkinsfile, with all that it calls. */
  static Sandbox strict() {
    return new Sandbox(entries(), false, true);
  }

  /** For the library, whatever the Jenkinsfile that uses it does itself; with -Dpackline.record it only notes what the list lacks, to write a new one. */
  static Sandbox forLibrary() {
    return new Sandbox(entries(), System.getProperty("packline.record") != null, false);
  }

  /** Lets everything pass, for scripts that test the bench and not the library. */
  static Sandbox open() {
    return new Sandbox(null, false, false);
  }

  static Set<String> entries() {
    try {
      return Files.readAllLines(ALLOW_LIST).stream().map(String::trim).filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException thrown) {
      throw new IllegalStateException("the sandbox's allow-list cannot be read", thrown);
    }
  }

  private static void writeSeen() {
    String file = System.getProperty("packline.seen");
    if (file == null) return;
    try {
      Files.write(Path.of(file), SEEN);
    } catch (IOException thrown) {
      throw new IllegalStateException(thrown);
    }
  }

  boolean watchesJenkinsfile() {
    return watchesJenkinsfile;
  }

  void recordStep(StepCall call) {
    if (call.ofJenkinsfile && !watchesJenkinsfile) return;
    Collection<String> names = call.name.equals("parallel") ? call.named.keySet().stream().filter("failFast"::equals).toList() : call.named.keySet();
    check(List.of(("step " + call.name + " " + String.join(" ", new TreeSet<>(names))).trim()));
  }

  @Override
  public Object onMethodCall(Invoker invoker, Object receiver, String method, Object... arguments) throws Throwable {
    if (!isOwn(receiver)) check(Signatures.ofMethod(receiver, method, arguments));
    return super.onMethodCall(invoker, receiver, method, arguments);
  }

  @Override
  public Object onStaticCall(Invoker invoker, Class receiver, String method, Object... arguments) throws Throwable {
    if (!isOwnClass(receiver)) check(List.of(Signatures.ofStatic(receiver, method, arguments)));
    return super.onStaticCall(invoker, receiver, method, arguments);
  }

  @Override
  public Object onNewInstance(Invoker invoker, Class receiver, Object... arguments) throws Throwable {
    if (!isOwnClass(receiver)) check(List.of(Signatures.ofConstructor(receiver, arguments)));
    return super.onNewInstance(invoker, receiver, arguments);
  }

  @Override
  public Object onGetProperty(Invoker invoker, Object receiver, String property) throws Throwable {
    if (receiver instanceof Map) check(Signatures.ofMethod(receiver, "get", property));
    else if (!isOwn(receiver)) check(Signatures.ofGetter(receiver, property));
    return super.onGetProperty(invoker, receiver, property);
  }

  @Override
  public Object onSetProperty(Invoker invoker, Object receiver, String property, Object value) throws Throwable {
    if (receiver instanceof Map) check(Signatures.ofMethod(receiver, "put", property, value));
    else if (!isOwn(receiver)) check(Signatures.ofMethod(receiver, "set" + MetaClassHelper.capitalize(property), value));
    return super.onSetProperty(invoker, receiver, property, value);
  }

  @Override
  public Object onGetAttribute(Invoker invoker, Object receiver, String attribute) throws Throwable {
    if (!isOwn(receiver)) check(List.of("field " + receiver.getClass().getName() + " " + attribute));
    return super.onGetAttribute(invoker, receiver, attribute);
  }

  @Override
  public Object onGetArray(Invoker invoker, Object receiver, Object index) throws Throwable {
    check(Signatures.ofMethod(receiver, "getAt", index));
    return super.onGetArray(invoker, receiver, index);
  }

  @Override
  public Object onSetArray(Invoker invoker, Object receiver, Object index, Object value) throws Throwable {
    check(Signatures.ofMethod(receiver, "putAt", index, value));
    return super.onSetArray(invoker, receiver, index, value);
  }

  /** A call may be approved by the signature of any type that declares it; the last named is the most general. */
  private void check(List<String> signatures) {
    if (allowed == null) return;
    for (String signature : signatures) {
      if (!allowed.contains(signature)) continue;
      SEEN.add(signature);
      return;
    }
    String wanted = signatures.get(signatures.size() - 1);
    if (recordsOnly) {
      SEEN.add(wanted);
      return;
    }
    throw Build.current().fail(new BenchFailure("the sandbox's allow-list lacks: " + wanted, null));
  }

  private static boolean isOwn(Object receiver) {
    return receiver != null && isOwnClass(receiver instanceof Class<?> type ? type : receiver.getClass());
  }

  private static boolean isOwnClass(Class<?> type) {
    return type == BenchScript.class || type.getClassLoader() instanceof CompiledScripts.Loader;
  }
}
