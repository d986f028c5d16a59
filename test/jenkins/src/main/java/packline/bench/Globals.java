package packline.bench;

import com.cloudbees.groovy.cps.Continuable;
import groovy.lang.GroovyObjectSupport;
import java.io.Serializable;
import java.util.Map;

/** The global variables `env`, `params`, `currentBuild`, `scm` and `steps`. They hold nothing: all state is the build's. */
public final class Globals {
  private Globals() {}

  static Object byName(String name) {
    return switch (name) {
      case "env" -> new Environment();
      case "params" -> Build.current().parameters();
      case "currentBuild" -> new CurrentBuild();
      case "steps" -> new Steps();
      case "scm" -> "scm";
      // Declarative: `agent any`.
      case "any" -> "any";
      default -> null;
    };
  }

  public static final class Environment extends GroovyObjectSupport implements Serializable {
    @Override
    public Object getProperty(String name) {
      return Build.current().environment().get(name);
    }

    @Override
    public void setProperty(String name, Object value) {
      Build.current().state().environment.put(name, String.valueOf(value));
    }

    public Map<String, String> getEnvironment() {
      return Build.current().environment();
    }
  }

  public static final class CurrentBuild implements Serializable {
    public String getDescription() {
      return Build.current().state().description;
    }

    public void setDescription(String text) {
      Build.current().state().description = text;
    }

    public String getResult() {
      return Build.current().state().result;
    }

    /** Jenkins lets a script make its result worse, never better. */
    public void setResult(String result) {
      Build.current().worsen(result);
    }

    public String getCurrentResult() {
      String result = getResult();
      return result == null ? "SUCCESS" : result;
    }

    public int getNumber() {
      return 1;
    }

    public String getAbsoluteUrl() {
      return Build.BUILD_URL;
    }
  }

  public static final class Steps extends GroovyObjectSupport implements Serializable {
    @Override
    public Object invokeMethod(String name, Object arguments) {
      Object[] list = arguments instanceof Object[] many ? many : new Object[] {arguments};
      return Continuable.suspend(name, StepCall.of(name, list));
    }
  }
}
