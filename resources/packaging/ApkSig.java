import com.android.apksig.ApkSigner;
import com.android.apksig.ApkVerifier;
import com.android.apksig.SigningCertificateLineage;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Signs and verifies APKs with Google's library apksig, many in one JVM: java -cp apksigner.jar ApkSig.java.
 * A request is a line "ID VERB NAME=BASE64 …", its answer "ID ok|failed|memory BASE64 …", in the order in which
 * they are done. Passwords come this way only. It ends with its input.
 */
public class ApkSig {
  private static final int MOST_LINES = 20;
  private static final int MOST_CHARACTERS = 300;
  private static final PrintStream answers = System.out;

  public static void main (String[] args) throws Exception {
    System.setOut(System.err);
    ExecutorService workers = Executors.newCachedThreadPool();
    answer("0", "ready", List.of());
    BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line; (line = requests.readLine()) != null;) {
      String[] words = line.split(" ");
      workers.execute(() -> handle(words));
    }
    System.exit(0);
  }

  private static void handle (String[] words) {
    try {
      Map<String, List<String>> fields = new HashMap<>();
      for (int at = 2; at < words.length; at++) {
        String[] parts = words[at].split("=", 2);
        String value = new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        fields.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(value);
      }
      List<String> lines = new ArrayList<>();
      answer(words[0], isDone(words[1], fields, lines) ? "ok" : "failed", lines);
    } catch (OutOfMemoryError failure) {
      answer(words[0], "memory", List.of());
    } catch (Throwable failure) {
      List<String> lines = new ArrayList<>();
      for (Throwable each = failure; each != null; each = each.getCause()) {
        lines.add(each.getClass().getSimpleName() + ": " + each.getMessage());
      }
      answer(words[0], "failed", lines);
    }
  }

  private static boolean isDone (String verb, Map<String, List<String>> fields, List<String> lines) throws Exception {
    switch (verb) {
      case "sign": return sign(fields, lines);
      case "verify": return verify(fields, lines);
      case "verify-jar": return verifyJar(new File(one(fields, "input")));
      case "certificate": return certificate(fields, lines);
      default: throw new IllegalArgumentException(verb);
    }
  }

  private static boolean sign (Map<String, List<String>> fields, List<String> lines) throws Exception {
    List<String> schemes = List.of(one(fields, "schemes").split(","));
    List<ApkSigner.SignerConfig> signers = new ArrayList<>();
    for (int at = 0; at < fields.get("keystore").size(); at++) signers.add(signer(fields, at, lines));
    File output = new File(one(fields, "output"));
    ApkSigner.Builder builder = new ApkSigner.Builder(signers)
      .setInputApk(new File(one(fields, "input")))
      .setOutputApk(output)
      .setV1SigningEnabled(schemes.contains("v1"))
      .setV2SigningEnabled(schemes.contains("v2"))
      .setV3SigningEnabled(schemes.contains("v3"))
      .setV4SigningEnabled(schemes.contains("v4"));
    if (schemes.contains("v4")) builder.setV4SignatureOutputFile(new File(output + ".idsig")).setV4ErrorReportingEnabled(true);
    if (fields.containsKey("lineage")) {
      builder.setSigningCertificateLineage(SigningCertificateLineage.readFromFile(new File(one(fields, "lineage"))));
    }
    if (fields.containsKey("minSdk")) builder.setMinSdkVersion(Integer.parseInt(one(fields, "minSdk")));
    builder.build().sign();
    return fields.containsKey("minSdk") ? verifyJar(output) : verify(Map.of("input", List.of(output.getPath())), lines);
  }

  private static ApkSigner.SignerConfig signer (Map<String, List<String>> fields, int at, List<String> lines) throws Exception {
    String alias = fields.get("alias").get(at);
    char[] password = fields.get("password").get(at).toCharArray();
    KeyStore store = KeyStore.getInstance(new File(fields.get("keystore").get(at)), password);
    if (!store.isKeyEntry(alias)) throw new IllegalArgumentException("entry \"" + alias + "\" does not contain a key");
    List<X509Certificate> certificates = new ArrayList<>();
    for (Certificate each : store.getCertificateChain(alias)) certificates.add((X509Certificate) each);
    Date end = certificates.get(0).getNotAfter();
    if (end.before(new Date())) lines.add("expired " + end.toInstant());
    PrivateKey key = (PrivateKey) store.getKey(alias, fields.get("keyPassword").get(at).toCharArray());
    return new ApkSigner.SignerConfig.Builder(alias, key, certificates).build();
  }

  /** The certificate that a key would sign with, by its sha256. */
  private static boolean certificate (Map<String, List<String>> fields, List<String> lines) throws Exception {
    KeyStore store = KeyStore.getInstance(new File(one(fields, "keystore")), one(fields, "password").toCharArray());
    Certificate certificate = store.getCertificate(one(fields, "alias"));
    if (certificate == null) return false;
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    lines.add("certificate " + String.format("%064x", new BigInteger(1, digest)));
    return true;
  }

  private static boolean verify (Map<String, List<String>> fields, List<String> lines) throws Exception {
    File apk = new File(one(fields, "input"));
    ApkVerifier.Builder verifier = new ApkVerifier.Builder(apk);
    File v4 = new File(apk + ".idsig");
    if (v4.exists()) verifier.setV4SignatureFile(v4);
    ApkVerifier.Result result = verifier.build().verify();
    if (result.isVerifiedUsingV1Scheme()) lines.add("scheme v1");
    if (result.isVerifiedUsingV2Scheme()) lines.add("scheme v2");
    if (result.isVerifiedUsingV3Scheme()) lines.add("scheme v3");
    if (result.isVerifiedUsingV4Scheme()) lines.add("scheme v4");
    if (result.getSigningCertificateLineage() != null) lines.add("lineage " + result.getSigningCertificateLineage().size());
    for (Object error : result.getAllErrors()) lines.add("ERROR: " + error);
    return result.isVerified();
  }

  /** An App Bundle has no manifest that ApkVerifier could read; it is signed as any jar. */
  private static boolean verifyJar (File file) throws Exception {
    byte[] buffer = new byte[65536];
    try (JarFile jar = new JarFile(file, true)) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (entry.isDirectory()) continue;
        try (InputStream content = jar.getInputStream(entry)) {
          while (content.read(buffer) >= 0) continue;
        }
        if (entry.getCodeSigners() == null && !entry.getName().startsWith("META-INF/")) {
          throw new SecurityException(entry.getName() + " is not signed");
        }
      }
    }
    return true;
  }

  private static String one (Map<String, List<String>> fields, String name) {
    return fields.get(name).get(0);
  }

  private static void answer (String id, String outcome, List<String> lines) {
    StringBuilder text = new StringBuilder(id + ' ' + outcome);
    for (String line : lines.subList(0, Math.min(lines.size(), MOST_LINES))) {
      String shown = line.substring(0, Math.min(line.length(), MOST_CHARACTERS));
      text.append(' ').append(Base64.getEncoder().encodeToString(shown.getBytes(StandardCharsets.UTF_8)));
    }
    synchronized (answers) {
      answers.print(text.append('\n'));
      answers.flush();
    }
  }
}
