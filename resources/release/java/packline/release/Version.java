package packline.release;

/** One to four numbers of at most nine digits, parted by dots; missing ones are 0. */
final class Version {
    private Version() {
    }

    /** Null when the text is no version. */
    static long[] parse(Object value) {
        if (!(value instanceof String) || !((String) value).matches("[0-9]{1,9}(\\.[0-9]{1,9}){0,3}")) return null;
        String[] parts = ((String) value).split("\\.");
        long[] numbers = new long[4];
        for (int index = 0; index < parts.length; index++) numbers[index] = Long.parseLong(parts[index]);
        return numbers;
    }

    static int compare(long[] a, long[] b) {
        for (int index = 0; index < 4; index++) if (a[index] != b[index]) return Long.compare(a[index], b[index]);
        return 0;
    }
}
