package packline.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks the resolver and the signatures against files of vectors: java packline.release.CheckVectors FILE... */
public final class CheckVectors {
    private static int checked;
    private static int failed;

    private CheckVectors() {
    }

    public static void main(String[] files) throws IOException, GeneralSecurityException {
        for (String file : files) {
            Map<String, Object> vectors = object(Json.parse(Files.readString(Path.of(file), StandardCharsets.UTF_8)));
            if (vectors.containsKey("hashes")) checkHashes(file, vectors);
            else if (vectors.containsKey("signatures")) checkSignatures(file, vectors);
            else checkAnswers(file, vectors);
        }
        System.out.println(checked + " checked, " + failed + " failed");
        if (failed > 0 || checked == 0) System.exit(1);
    }

    private static void checkAnswers(String file, Map<String, Object> vectors) {
        Resolver resolver = new Resolver(object(vectors.get("document")));
        for (Object each : (List<?>) vectors.get("cases")) {
            Map<String, Object> test = object(each);
            compare(file + ": " + test.get("title"), test.get("answer"), resolver.resolve(object(test.get("context")), (Double) test.get("now")));
        }
    }

    private static void checkHashes(String file, Map<String, Object> vectors) {
        for (Object each : (List<?>) vectors.get("hashes")) {
            Map<String, Object> test = object(each);
            String salt = (String) test.get("salt");
            String id = (String) test.get("id");
            compare(file + ": hash of " + salt + ":" + id, test.get("hash"), (double) Murmur3.hash((salt + ":" + id).getBytes(StandardCharsets.UTF_8)));
            compare(file + ": bucket of " + salt + ":" + id, test.get("bucket"), (double) Murmur3.bucket(salt, id));
        }
    }

    private static void checkSignatures(String file, Map<String, Object> vectors) throws GeneralSecurityException {
        Map<String, Object> pems = object(vectors.get("keys"));
        for (Object each : (List<?>) vectors.get("signatures")) {
            Map<String, Object> test = object(each);
            List<PublicKey> keys = new ArrayList<>();
            for (Object name : (List<?>) test.get("keys")) keys.add(ConfigSignature.publicKey((String) pems.get(name)));
            Object found;
            try {
                found = Map.of("config", ConfigSignature.verify(object(test.get("stamp")), keys));
            } catch (ConfigSignatureException error) {
                found = Map.of("error", error.code().name());
            }
            compare(file + ": " + test.get("title"), test.get("answer"), found);
        }
    }

    private static void compare(String title, Object expected, Object found) {
        checked++;
        if (expected.equals(found)) return;
        failed++;
        System.out.println(title + "\n  expected " + expected + "\n  found    " + found);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }
}
