package packline.bench;

import com.cloudbees.groovy.cps.CpsTransformer;
import com.cloudbees.groovy.cps.TransformerConfiguration;
import com.cloudbees.groovy.cps.sandbox.Trusted;
import com.cloudbees.groovy.cps.sandbox.Untrusted;
import org.codehaus.groovy.ast.ClassCodeExpressionTransformer;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.FieldNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.SourceUnit;
import org.kohsuke.groovy.sandbox.SandboxTransformer;

/**
 * CPS for scripts that the sandbox watches: every call reaches the interceptor, those of @NonCPS methods too. groovy-cps has such
 * a class, but it needs a groovy-sandbox that was never released to Maven Central.
 */
final class SandboxTransformation extends CpsTransformer {
  private final SandboxTransformer sandbox = new SandboxTransformer();
  private final boolean watched;
  private ClassCodeExpressionTransformer visitor;

  /** `watched`: whether the sandbox sees what these scripts call. */
  SandboxTransformation(boolean watched) {
    this.watched = watched;
    setConfiguration(new TransformerConfiguration());
  }

  @Override
  public void call(SourceUnit source, GeneratorContext context, ClassNode type) {
    visitor = sandbox.createVisitor(source, type);
    super.call(source, context, type);
  }

  @Override
  protected void processConstructors(ClassNode type) {
    if (watched) sandbox.processConstructors(visitor, type);
  }

  @Override
  protected void visitNontransformedMethod(MethodNode method) {
    if (watched) visitor.visitMethod(method);
  }

  @Override
  protected void visitNontransformedField(FieldNode field) {
    if (watched) visitor.visitField(field);
  }

  @Override
  protected void visitNontransformedStatement(Statement statement) {
    if (watched) statement.visit(visitor);
  }

  @Override
  protected Class getTrustTag() {
    return watched ? Untrusted.class : Trusted.class;
  }
}
