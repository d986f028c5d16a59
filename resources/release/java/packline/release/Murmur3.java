package packline.release;

import java.nio.charset.StandardCharsets;

/** MurmurHash3_x86_32 with seed 0. */
public final class Murmur3 {
    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;

    private Murmur3() {
    }

    /** The bucket of an id in a rollout, from 0 to 9999. */
    public static int bucket(String salt, String id) {
        return (int) (hash((salt + ":" + id).getBytes(StandardCharsets.UTF_8)) % 10_000);
    }

    /** The hash as an unsigned number. */
    public static long hash(byte[] bytes) {
        int hash = 0;
        int blocks = bytes.length / 4;
        for (int block = 0; block < blocks; block++) {
            hash ^= mix(littleEndian(bytes, block * 4, 4));
            hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
        }
        hash ^= mix(littleEndian(bytes, blocks * 4, bytes.length % 4));
        hash ^= bytes.length;
        hash = (hash ^ hash >>> 16) * 0x85ebca6b;
        hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
        return Integer.toUnsignedLong(hash ^ hash >>> 16);
    }

    private static int mix(int block) {
        return Integer.rotateLeft(block * C1, 15) * C2;
    }

    private static int littleEndian(byte[] bytes, int from, int count) {
        int value = 0;
        for (int index = 0; index < count; index++) value |= (bytes[from + index] & 0xff) << 8 * index;
        return value;
    }
}
