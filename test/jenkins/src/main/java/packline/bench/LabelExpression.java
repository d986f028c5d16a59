package packline.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Jenkins label expression: names, `!`, `&&`, `||` and parentheses. */
final class LabelExpression {
  private final List<String> tokens = new ArrayList<>();
  private int at;
  private Predicate<String> has;

  LabelExpression(String text) {
    Matcher matcher = Pattern.compile("\\s*(&&|\\|\\||[!()]|\"[^\"]*\"|[^\\s!()&|\"]+)").matcher(text);
    while (matcher.find()) tokens.add(matcher.group(1).replace("\"", ""));
  }

  boolean matches(Predicate<String> label) {
    if (tokens.isEmpty()) return true;
    has = label;
    at = 0;
    boolean result = either();
    if (at != tokens.size()) throw new IllegalArgumentException("label expression has a stray " + tokens.get(at));
    return result;
  }

  private boolean either() {
    boolean left = both();
    while (take("||")) left = both() | left;
    return left;
  }

  private boolean both() {
    boolean left = one();
    while (take("&&")) left = one() & left;
    return left;
  }

  private boolean one() {
    if (take("!")) return !one();
    if (take("(")) {
      boolean inner = either();
      if (!take(")")) throw new IllegalArgumentException("label expression lacks )");
      return inner;
    }
    return has.test(tokens.get(at++));
  }

  private boolean take(String token) {
    if (at >= tokens.size() || !tokens.get(at).equals(token)) return false;
    at++;
    return true;
  }
}
