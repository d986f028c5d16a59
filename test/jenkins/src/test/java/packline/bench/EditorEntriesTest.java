package packline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import groovy.lang.GroovyShell;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** resources/steps/packline.gdsl, read as an editor reads it. */
class EditorEntriesTest {
  @Test
  void nameEveryStepAndItsParameters() throws Exception {
    GroovyShell shell = new GroovyShell();
    shell.setVariable("entries", new java.util.ArrayList<>());
    shell.evaluate("""
      scriptScope = { -> 'script' }
      context = { Map arguments -> arguments }
      contributor = { Map context, Closure body ->
        body.delegate = new Expando(method: { Map entry -> entries << entry }, parameter: { Map each -> each })
        body.resolveStrategy = Closure.DELEGATE_FIRST
        body()
      }
      """);
    shell.evaluate(Files.readString(Farm.LIBRARY.resolve("resources/steps/packline.gdsl")));
    List<String> steps;
    try (var files = Files.list(Farm.LIBRARY.resolve("vars"))) {
      steps = files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".groovy")).map(name -> name.replace(".groovy", "")).sorted().toList();
    }
    assertEquals(steps, List.copyOf(new TreeSet<>((List<String>) shell.evaluate("entries*.name*.toString()"))));
    assertEquals(List.of("bodyRuns", "command", "label", "report", "retries", "unstableOn"),
      shell.evaluate("entries.find { it.name == 'packlineJob' }.namedParams*.name.sort()"));
  }
}
