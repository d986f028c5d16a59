package packline.bench;

import groovy.lang.Closure;
import groovy.lang.MetaMethod;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.codehaus.groovy.runtime.DefaultGroovyMethods;
import org.codehaus.groovy.runtime.EncodingGroovyMethods;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.codehaus.groovy.runtime.MetaClassHelper;
import org.codehaus.groovy.runtime.ProcessGroovyMethods;
import org.codehaus.groovy.runtime.StringGroovyMethods;

/** Calls as lines of Jenkins's script approval: `method java.lang.String trim`, `staticMethod …`, `new …`. */
final class Signatures {
  private static final List<Class<?>> EXTENSIONS = List.of(
    DefaultGroovyMethods.class, StringGroovyMethods.class, EncodingGroovyMethods.class, ProcessGroovyMethods.class);

  /** What is called, as far as its signatures depend on it: a library calls the same few things again and again. */
  private record Call(Class<?> receiver, String name, List<Class<?>> types) {}

  private static final Map<Call, List<String>> KNOWN = new ConcurrentHashMap<>();

  private Signatures() {}

  static List<String> ofMethod(Object receiver, String name, Object... arguments) {
    if (receiver == null) return List.of("null " + name);
    if (receiver instanceof Class<?> type) {
      MetaMethod found = InvokerHelper.getMetaClass(type).getStaticMetaMethod(name, arguments);
      if (found != null && found.isStatic()) return List.of(ofStatic(type, name, arguments));
    }
    if (receiver.getClass().getName().startsWith("packline.bench.Globals$")) return List.of("global " + receiver.getClass().getSimpleName() + " " + name);
    if (receiver instanceof Closure && !name.equals("equals")) return List.of("method groovy.lang.Closure " + name + " java.lang.Object[]");
    Call call = new Call(receiver.getClass(), name, Arrays.asList(types(arguments)));
    List<String> known = KNOWN.get(call);
    if (known == null) KNOWN.put(call, known = ofCall(receiver, name, types(arguments)));
    return known;
  }

  private static List<String> ofCall(Object receiver, String name, Class<?>[] types) {
    MetaMethod found = InvokerHelper.getMetaClass(receiver).pickMethod(name, types);
    if (found == null) return List.of("method " + receiver.getClass().getName() + " " + name + names(types));
    Class<?>[] parameters = found.getNativeParameterTypes();
    List<String> signatures = new ArrayList<>();
    for (Class<?> type : supertypes(receiver.getClass())) {
      if (declares(type, name, parameters)) signatures.add("method " + type.getName() + " " + name + names(parameters));
    }
    return signatures.isEmpty() ? List.of(ofExtension(found, name, parameters)) : signatures;
  }

  static List<String> ofGetter(Object receiver, String property) {
    if (receiver == null) return List.of("null " + property);
    if (receiver.getClass().getName().startsWith("packline.bench.Globals$")) return List.of("global " + receiver.getClass().getSimpleName() + " " + property);
    if (receiver instanceof Class<?> type) return List.of("staticField " + type.getName() + " " + property);
    String capital = MetaClassHelper.capitalize(property);
    for (String getter : List.of("get" + capital, "is" + capital)) {
      if (InvokerHelper.getMetaClass(receiver).pickMethod(getter, new Class[0]) != null) return ofMethod(receiver, getter);
    }
    return List.of("field " + receiver.getClass().getName() + " " + property);
  }

  static String ofStatic(Class<?> type, String name, Object... arguments) {
    Class<?>[] parameters = Arrays.stream(type.getMethods())
      .filter(method -> Modifier.isStatic(method.getModifiers()) && method.getName().equals(name) && accepts(method.getParameterTypes(), arguments))
      .map(Method::getParameterTypes)
      // Of overloads the one for Object comes last.
      .min(Comparator.comparingInt(each -> (int) Arrays.stream(each).filter(Object.class::equals).count())).orElseGet(() -> types(arguments));
    return "staticMethod " + type.getName() + " " + name + names(parameters);
  }

  static String ofConstructor(Class<?> type, Object... arguments) {
    for (Constructor<?> constructor : type.getConstructors()) {
      if (accepts(constructor.getParameterTypes(), arguments)) return "new " + type.getName() + names(constructor.getParameterTypes());
    }
    return "new " + type.getName() + names(types(arguments));
  }

  /** Groovy's own additions to Java's classes are static methods with the receiver first. */
  private static String ofExtension(MetaMethod found, String name, Class<?>[] parameters) {
    Class<?>[] all = new Class<?>[parameters.length + 1];
    all[0] = found.getDeclaringClass().getTheClass();
    System.arraycopy(parameters, 0, all, 1, parameters.length);
    for (Class<?> extension : EXTENSIONS) {
      if (declares(extension, name, all)) return "staticMethod " + extension.getName() + " " + name + names(all);
    }
    return "method " + all[0].getName() + " " + name + names(parameters);
  }

  private static boolean declares(Class<?> type, String name, Class<?>[] parameters) {
    try {
      return Modifier.isPublic(type.getDeclaredMethod(name, parameters).getModifiers());
    } catch (NoSuchMethodException absent) {
      return false;
    }
  }

  /** The classes first, then the interfaces, the most general last: Object. */
  private static Set<Class<?>> supertypes(Class<?> type) {
    Set<Class<?>> classes = new LinkedHashSet<>();
    Set<Class<?>> interfaces = new LinkedHashSet<>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      classes.add(each);
      addInterfaces(each, interfaces);
    }
    classes.remove(Object.class);
    classes.addAll(interfaces);
    classes.add(Object.class);
    return classes;
  }

  private static void addInterfaces(Class<?> type, Set<Class<?>> all) {
    for (Class<?> each : type.getInterfaces()) if (all.add(each)) addInterfaces(each, all);
  }

  private static boolean accepts(Class<?>[] parameters, Object[] arguments) {
    if (parameters.length != arguments.length) return false;
    for (int i = 0; i < parameters.length; i++) {
      if (arguments[i] != null && !MetaClassHelper.isAssignableFrom(parameters[i], arguments[i].getClass())) return false;
    }
    return true;
  }

  private static Class<?>[] types(Object[] arguments) {
    return Arrays.stream(arguments).map(each -> each == null ? null : each.getClass()).toArray(Class<?>[]::new);
  }

  private static String names(Class<?>[] types) {
    StringBuilder text = new StringBuilder();
    for (Class<?> type : types) text.append(' ').append(type == null ? "null" : type.getCanonicalName());
    return text.toString();
  }
}
