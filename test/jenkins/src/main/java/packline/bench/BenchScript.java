package packline.bench;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.SerializableScript;
import groovy.lang.MissingPropertyException;
import org.codehaus.groovy.runtime.InvokerHelper;

/** The base class of every var and Jenkinsfile: finds names in the order that Jenkins does. */
public abstract class BenchScript extends SerializableScript {
  @Override
  public Object invokeMethod(String name, Object arguments) {
    Object[] list = (Object[]) arguments;
    if (getBinding().hasVariable(name)) {
      Object value = getBinding().getVariable(name);
      if (!InvokerHelper.getMetaClass(value).respondsTo(value, "call", list).isEmpty()) {
        return InvokerHelper.getMetaClass(value).invokeMethod(value, "call", list);
      }
    }
    if (Build.current().isVar(name)) {
      Object variable = variable(name);
      return InvokerHelper.getMetaClass(variable).invokeMethod(variable, "call", list);
    }
    // As DSL.invokeMethod does it: at once, where a script can catch it.
    if (Build.current().bench.lacks(name)) throw new NoSuchMethodError("No such DSL method '" + name + "' found among steps");
    StepCall call = StepCall.of(name, list);
    call.ofJenkinsfile = getClass().getName().equals(CompiledScripts.MAIN);
    return Continuable.suspend(name, call);
  }

  @Override
  public Object getProperty(String name) {
    try {
      return super.getProperty(name);
    } catch (MissingPropertyException missing) {
      if (Build.current().isVar(name)) return variable(name);
      Object global = Globals.byName(name);
      if (global != null) return global;
      String value = Build.current().environment().get(name);
      if (value != null) return value;
      throw missing;
    }
  }

  @Override
  public void setProperty(String name, Object value) {
    if (!Build.current().setDeclared(name, value)) super.setProperty(name, value);
  }

  @Override
  public void println(Object value) {
    invokeMethod("echo", new Object[] {String.valueOf(value)});
  }

  /** One instance for each script that names it, as in Jenkins: it lives in that script's binding. */
  private Object variable(String name) {
    if (!getBinding().hasVariable(name)) {
      try {
        getBinding().setVariable(name, getClass().getClassLoader().loadClass(name).getDeclaredConstructor().newInstance());
      } catch (ReflectiveOperationException thrown) {
        throw new IllegalStateException("var " + name + " cannot be made", thrown);
      }
    }
    return getBinding().getVariable(name);
  }
}
