package packline.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Stands in for cmd.exe, which none of our machines has: reads a batch file by cmd's rules for % and quotation marks and the C
 * runtime's for backslashes, and gives the same commands to sh. Knows one command a line and a redirection of its output.
 */
final class WindowsShell {
  private final Map<String, String> variables;

  WindowsShell(Map<String, String> variables) {
    this.variables = variables;
  }

  String toShell(String batch) {
    StringBuilder script = new StringBuilder();
    for (String line : batch.split("\r?\n")) {
      String command = line.trim().replaceFirst("^@", "");
      if (command.isEmpty() || command.equalsIgnoreCase("echo off") || command.startsWith("rem ")) continue;
      script.append(translate(expand(command))).append('\n');
    }
    return script.toString();
  }

  /** In a batch file %% is a percent sign, and %NAME% a variable, even within quotation marks. */
  private String expand(String line) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) != '%') {
        text.append(line.charAt(i));
        continue;
      }
      if (i + 1 < line.length() && line.charAt(i + 1) == '%') {
        text.append('%');
        i++;
        continue;
      }
      int end = line.indexOf('%', i + 1);
      if (end < 0) continue;
      text.append(variables.getOrDefault(line.substring(i + 1, end), ""));
      i = end;
    }
    return text.toString();
  }

  private String translate(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = null;
    boolean quoted = false;
    boolean redirect = false;
    String target = null;
    for (int i = 0; i <= line.length(); i++) {
      char c = i < line.length() ? line.charAt(i) : ' ';
      if (!quoted && "&|<^()".indexOf(c) >= 0) throw new IllegalArgumentException("cmd.exe would run more than one command: " + line);
      if (!quoted && (c == ' ' || c == '\t' || c == '>')) {
        if (word != null && redirect) target = word.toString();
        else if (word != null) words.add(word.toString());
        word = null;
        if (c == '>') redirect = true;
        continue;
      }
      if (word == null) word = new StringBuilder();
      int backslashes = 0;
      while (i < line.length() && line.charAt(i) == '\\') {
        backslashes++;
        i++;
      }
      boolean beforeMark = i < line.length() && line.charAt(i) == '"';
      word.append("\\".repeat(beforeMark && !redirect ? backslashes / 2 : backslashes));
      if (beforeMark && backslashes % 2 == 1 && !redirect) word.append('"');
      else if (beforeMark) quoted = !quoted;
      else if (backslashes > 0) i--;
      else word.append(c);
    }
    if (quoted) throw new IllegalArgumentException("cmd.exe: a quotation mark is left open: " + line);
    StringBuilder command = new StringBuilder();
    for (String each : words) command.append(quote(each)).append(' ');
    return target == null ? command.toString() : command + "> " + quote(target.replace('\\', '/'));
  }

  private static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
