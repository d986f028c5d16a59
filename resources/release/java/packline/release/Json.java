package packline.release;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON into Map, List, String, Double, Boolean and null. Enough for documents of packline; refuses what is no JSON. */
public final class Json {
    private static final int MAX_DEPTH = 100;
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    public static Object parse(String text) {
        Json json = new Json(text);
        Object value = json.value(0);
        json.blanks();
        if (json.at < text.length()) throw json.wrong("the end");
        return value;
    }

    private Object value(int depth) {
        if (depth > MAX_DEPTH) throw wrong("fewer levels");
        blanks();
        switch (peek()) {
            case '{': return object(depth);
            case '[': return list(depth);
            case '"': return string();
            case 't': return word("true", Boolean.TRUE);
            case 'f': return word("false", Boolean.FALSE);
            case 'n': return word("null", null);
            default: return number();
        }
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> object = new LinkedHashMap<>();
        at++;
        blanks();
        if (taken('}')) return object;
        do {
            blanks();
            String name = string();
            blanks();
            if (!taken(':')) throw wrong("a colon");
            object.put(name, value(depth + 1));
            blanks();
        } while (taken(','));
        if (!taken('}')) throw wrong("a comma or }");
        return object;
    }

    private List<Object> list(int depth) {
        List<Object> list = new ArrayList<>();
        at++;
        blanks();
        if (taken(']')) return list;
        do {
            list.add(value(depth + 1));
            blanks();
        } while (taken(','));
        if (!taken(']')) throw wrong("a comma or ]");
        return list;
    }

    private String string() {
        if (!taken('"')) throw wrong("a string");
        StringBuilder string = new StringBuilder();
        for (;;) {
            char next = peek();
            at++;
            if (next == '"') return string.toString();
            if (next < ' ') throw wrong("an escaped control character");
            string.append(next == '\\' ? escaped() : next);
        }
    }

    private char escaped() {
        char next = peek();
        at++;
        switch (next) {
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u':
                if (at + 4 > text.length()) throw wrong("four digits");
                at += 4;
                return (char) Integer.parseInt(text.substring(at - 4, at), 16);
            case '"': case '\\': case '/': return next;
            default: throw wrong("an escape");
        }
    }

    private Double number() {
        int from = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) at++;
        if (at == from) throw wrong("a value");
        return Double.valueOf(text.substring(from, at));
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) throw wrong(word);
        at += word.length();
        return value;
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
    }

    private boolean taken(char wanted) {
        if (at >= text.length() || text.charAt(at) != wanted) return false;
        at++;
        return true;
    }

    private char peek() {
        if (at >= text.length()) throw wrong("more");
        return text.charAt(at);
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException("not JSON at character " + at + ": expected " + expected);
    }
}
