import com.android.apksig.ApkSigner;
import com.android.apksig.ApkVerifier;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Signs and verifies APKs with Google's apksig library, where the apksigner command is not installed:
 * java -cp apksig.jar ApkSig.java sign KEYSTORE ALIAS SCHEMES IN OUT, or verify APK.
 * Passwords come from the variables PACKLINE_KS_PASS and PACKLINE_KEY_PASS only.
 */
public class ApkSig {
  public static void main (String[] args) {
    try {
      if (args[0].equals("sign")) sign(args[1], args[2], Set.of(args[3].split(",")), new File(args[4]), new File(args[5]));
      else if (args[0].equals("verify")) verify(new File(args[1]));
      else throw new IllegalArgumentException(args[0]);
    } catch (Exception failure) {
      for (Throwable each = failure; each != null; each = each.getCause()) System.err.println(each.getClass().getSimpleName() + ": " + each.getMessage());
      System.exit(1);
    }
  }

  private static void sign (String keystore, String alias, Set<String> schemes, File input, File output) throws Exception {
    char[] password = System.getenv("PACKLINE_KS_PASS").toCharArray();
    char[] keyPassword = System.getenv("PACKLINE_KEY_PASS").toCharArray();
    KeyStore store = KeyStore.getInstance(new File(keystore), password);
    if (!store.isKeyEntry(alias)) throw new IllegalArgumentException("entry \"" + alias + "\" does not contain a key");
    List<X509Certificate> certificates = new ArrayList<>();
    for (Certificate each : store.getCertificateChain(alias)) certificates.add((X509Certificate) each);
    ApkSigner.SignerConfig signer = new ApkSigner.SignerConfig.Builder("CERT", (PrivateKey) store.getKey(alias, keyPassword), certificates).build();
    new ApkSigner.Builder(List.of(signer))
      .setInputApk(input)
      .setOutputApk(output)
      .setV1SigningEnabled(schemes.contains("v1"))
      .setV2SigningEnabled(schemes.contains("v2"))
      .setV3SigningEnabled(schemes.contains("v3"))
      .setV4SigningEnabled(false)
      .build()
      .sign();
  }

  private static void verify (File apk) throws Exception {
    ApkVerifier.Result result = new ApkVerifier.Builder(apk).build().verify();
    System.out.println("Verified using v1 scheme (JAR signing): " + result.isVerifiedUsingV1Scheme());
    System.out.println("Verified using v2 scheme (APK Signature Scheme v2): " + result.isVerifiedUsingV2Scheme());
    System.out.println("Verified using v3 scheme (APK Signature Scheme v3): " + result.isVerifiedUsingV3Scheme());
    for (Object error : result.getAllErrors()) System.err.println("ERROR: " + error);
    if (!result.isVerified()) System.exit(1);
  }
}
