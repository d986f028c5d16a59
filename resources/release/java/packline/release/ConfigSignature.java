package packline.release;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Checks the config document in a channel stamp, as docs/packaging.md says. Needs a provider of Ed25519: Java 15 and later have one;
 * on Java 11 and older Android add one, such as Conscrypt or Bouncy Castle.
 */
public final class ConfigSignature {
    private static final String FIELD = "configSignature";
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{85}[AQgw]==");

    private ConfigSignature() {
    }

    /** The document of a stamp that one of the keys signed; ConfigSignatureException where it is not to be trusted. */
    public static String verify(Map<String, ?> stamp, List<PublicKey> keys) throws GeneralSecurityException {
        if (!stamp.containsKey("config")) throw unsigned("it holds no config document");
        if (!stamp.containsKey(FIELD)) throw unsigned("its config document has no signature");
        byte[] signed = signedBytes(stamp);
        String signature = text(stamp.get(FIELD));
        if (!BASE64.matcher(signature).matches()) throw forged("its signature is not one of Ed25519");
        byte[] bytes = Base64.getDecoder().decode(signature);
        for (PublicKey key : keys) {
            if (isSignedBy(key, signed, bytes)) return text(stamp.get("config"));
        }
        throw forged("none of the keys made its signature");
    }

    /** A public key in PEM. */
    public static PublicKey publicKey(String pem) throws GeneralSecurityException {
        String base64 = pem.replaceAll("-----(BEGIN|END) PUBLIC KEY-----|\\s", "");
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (IllegalArgumentException error) {
            throw new InvalidKeySpecException("no public key in PEM", error);
        }
    }

    private static boolean isSignedBy(PublicKey key, byte[] signed, byte[] signature) throws GeneralSecurityException {
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(key);
        check.update(signed);
        try {
            return check.verify(signature);
        } catch (java.security.SignatureException error) {
            return false;
        }
    }

    private static byte[] signedBytes(Map<String, ?> stamp) throws ConfigSignatureException {
        TreeMap<byte[], byte[]> sorted = new TreeMap<>(Arrays::compareUnsigned);
        for (Map.Entry<String, ?> each : stamp.entrySet()) {
            byte[] text = utf8(text(each.getValue()));
            if (!each.getKey().equals(FIELD)) sorted.put(utf8(each.getKey()), text);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("packline stamp 1\n".getBytes(StandardCharsets.UTF_8));
        for (Map.Entry<byte[], byte[]> each : sorted.entrySet()) {
            write(bytes, each.getKey());
            write(bytes, each.getValue());
        }
        return bytes.toByteArray();
    }

    private static void write(ByteArrayOutputStream bytes, byte[] part) {
        bytes.writeBytes((part.length + ":").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(part);
    }

    private static String text(Object value) throws ConfigSignatureException {
        if (value instanceof String) return (String) value;
        throw forged("its stamp holds what is no text");
    }

    /** Half a character is an error, where getBytes would put a question mark. */
    private static byte[] utf8(String text) throws ConfigSignatureException {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOf(bytes.array(), bytes.limit());
        } catch (CharacterCodingException error) {
            throw forged("its stamp holds what is no text");
        }
    }

    private static ConfigSignatureException unsigned(String message) {
        return new ConfigSignatureException(ConfigSignatureException.Code.PACKAGE_CONFIG_UNSIGNED, message);
    }

    private static ConfigSignatureException forged(String message) {
        return new ConfigSignatureException(ConfigSignatureException.Code.PACKAGE_CONFIG_FORGED, message);
    }
}
