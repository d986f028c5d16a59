package packline.bench;

import com.cloudbees.groovy.cps.Outcome;
import hudson.AbortException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/**
 * `sh` and `bat`: a process on the machine that writes its log and its exit status to files, so that the controller may come and
 * go while it runs. Stopping it kills, as in Jenkins, every process of the same folder.
 */
final class ShellStep extends Step {
  private static final long KILL_AFTER_MS = 10_000;
  /** A process that is forked while the others are told to end is told, too. */
  private static final long TELL_FOR_MS = 200;
  private static final String STEP_VARIABLE = "PACKLINE_BENCH_STEP";
  private String control;
  private long pid;
  private long read;
  private FlowInterruptedException stopping;
  private long stoppingSince;
  private final Set<Long> told = new HashSet<>();
  private boolean lost;

  @Override
  void start(Build build) throws Exception {
    Machine machine = machine(build);
    if (build.bench.isLost(machine.name())) throw Build.agentLost(machine.name());
    if (machine.unix() != call.name.equals("sh")) {
      throw new IOException(machine.unix() ? "Batch scripts can only be run on Windows nodes" : "Cannot run program \"sh\" on " + machine.name());
    }
    Path folder = Path.of(context.folder + "@tmp", "durable-" + UUID.randomUUID().toString().substring(0, 8));
    Files.createDirectories(folder);
    control = folder.toString();
    String script = call.text("script");
    build.log.line("[Pipeline] " + call.name + (call.named.containsKey("label") ? " (" + call.named.get("label") + ")" : ""));
    Map<String, String> environment = new LinkedHashMap<>(build.bench.variables());
    environment.putAll(build.state().environment);
    environment.putAll(context.environment);
    environment.put("JENKINS_SERVER_COOKIE", cookie());
    environment.put(STEP_VARIABLE, control);
    Path program = folder.resolve("script.sh");
    Files.writeString(program, machine.unix() ? script : new WindowsShell(environment).toShell(script));
    if (script.startsWith("#!")) program.toFile().setExecutable(true);
    String output = call.flag("returnStdout") ? "\"$1/output.txt\" 2> \"$1/jenkins-log.txt\"" : "\"$1/jenkins-log.txt\" 2>&1";
    String run = script.startsWith("#!") ? "\"$1/script.sh\"" : "sh " + (machine.unix() ? "-xe" : "") + " \"$1/script.sh\"";
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", "(" + run + ") > " + output
      + "; echo $? > \"$1/result.tmp\"; mv \"$1/result.tmp\" \"$1/jenkins-result.txt\"", "sh", control);
    Files.createDirectories(Path.of(context.folder));
    builder.directory(Path.of(context.folder).toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
    pid = builder.start().pid();
  }

  @Override
  void poll(Build build) {
    if (control == null) return;
    try {
      // A step that is stopped ends when all that it started has ended, and has said its last words.
      boolean alive = stopping == null ? ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)
        : !Processes.with(STEP_VARIABLE, control).isEmpty();
      Path result = Path.of(control, "jenkins-result.txt");
      boolean done = Files.exists(result);
      copyLog(build);
      if (stopping != null) {
        if (!alive) close(new Outcome(null, stopping));
        else if (System.currentTimeMillis() - stoppingSince > KILL_AFTER_MS) Processes.killForcibly("JENKINS_SERVER_COOKIE", cookie());
        else if (System.currentTimeMillis() - stoppingSince < TELL_FOR_MS) tellToEnd();
      } else if (done) {
        finish(Integer.parseInt(Files.readString(result).trim()));
      } else if (!alive && !Files.exists(result)) {
        finish(-1);
      }
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
  }

  private void finish(int status) throws IOException {
    if (call.flag("returnStatus")) close(new Outcome(status, null));
    else if (status != 0) close(new Outcome(null, new AbortException("script returned exit code " + status)));
    else if (call.flag("returnStdout")) close(new Outcome(Files.readString(Path.of(control, "output.txt")), null));
    else close(new Outcome(null, null));
  }

  private void close(Outcome outcome) {
    if (!lost) Tree.delete(Path.of(control));
    control = null;
    end(outcome);
  }

  private void copyLog(Build build) throws IOException {
    Path log = Path.of(control, "jenkins-log.txt");
    if (!Files.exists(log) || Files.size(log) <= read) return;
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] more = new byte[(int) (file.length() - read)];
      file.seek(read);
      file.readFully(more);
      read += more.length;
      build.log.append(new String(more, StandardCharsets.UTF_8));
    }
  }

  @Override
  void interrupt(Build build, FlowInterruptedException cause) {
    if (control == null) {
      end(new Outcome(null, cause));
    } else if (stopping == null) {
      stopping = cause;
      stoppingSince = System.currentTimeMillis();
      build.log.line("Sending interrupt signal to process");
      tellToEnd();
    }
  }

  private void tellToEnd() {
    for (ProcessHandle process : Processes.with("JENKINS_SERVER_COOKIE", cookie())) if (told.add(process.pid())) process.destroy();
  }

  /** The machine is gone, and its processes with it. */
  void lose(Build build, FlowInterruptedException cause) {
    Processes.killForcibly("JENKINS_SERVER_COOKIE", cookie());
    lost = true;
    close(new Outcome(null, cause));
  }

  private String cookie() {
    return "durable-" + UUID.nameUUIDFromBytes(context.folder.getBytes(StandardCharsets.UTF_8));
  }
}
